import { Unavailable } from "../unavailable.js";
import { isSealedPage } from "./is-sealed-page.js";
import { isSubjectPage } from "./is-subject-page.js";
import { isSubjectRecord } from "./is-subject-record.js";
import type { Records, Redemption } from "./records.js";
import type { Replay } from "./replay.js";

export interface DeadlineOptions {
  /** How long a store may take for one answer. 1000 milliseconds where it is left out. */
  readonly milliseconds?: number;
  /** Told of every outage, with the method that failed. What it throws is ignored. */
  readonly onUnavailable?: (operation: string, cause: unknown) => void;
}

const defaultMilliseconds = 1000;

/**
 * Waits for one answer of a store. A throw, a rejection, an answer that `accepts` does not take, and no answer in time
 * are all the same: an outage, with the cause on the error. Nothing is tried again: the first try may have counted.
 *
 * @throws Unavailable `store_unavailable`
 */
export function answerInTime<T>(
  operation: string,
  ask: () => PromiseLike<unknown>,
  accepts: (answer: unknown) => answer is T,
  { milliseconds = defaultMilliseconds, onUnavailable }: DeadlineOptions,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;

    function fail(cause: unknown): void {
      // A late answer is neither good nor worth telling.
      if (over) return;
      over = true;
      clearTimeout(timer);
      tell(onUnavailable, operation, cause);
      reject(
        cause instanceof Unavailable
          ? cause
          : new Unavailable("store_unavailable", waitOf(cause), { cause }),
      );
    }

    function settle(answer: unknown): void {
      if (over) return;
      try {
        if (!accepts(answer)) throw new TypeError(unknownAnswer(operation, answer));
      } catch (cause) {
        // One that throws when it is looked at is no answer either.
        fail(cause);
        return;
      }
      over = true;
      clearTimeout(timer);
      resolve(answer);
    }

    try {
      const answer = ask();
      timer = setTimeout(
        () => fail(new Error(`${operation}: no answer within ${milliseconds} ms`)),
        milliseconds,
      );
      // A store that answers without a promise is taken by its word all the same.
      Promise.resolve(answer).then(settle, fail);
    } catch (cause) {
      fail(cause);
    }
  });
}

function tell(listener: DeadlineOptions["onUnavailable"], operation: string, cause: unknown): void {
  try {
    listener?.(operation, cause);
  } catch {
    // Whoever listens cannot change what happened.
  }
}

/** A store may say on its error how long it will refuse: a fence does. Else it may be back in a second. */
function waitOf(cause: unknown): number {
  try {
    const seconds = (cause as { retryAfterSeconds?: unknown } | null | undefined)
      ?.retryAfterSeconds;
    return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds as number)) : 1;
  } catch {
    // A cause that throws when it is looked at is an outage like any other.
    return 1;
  }
}

/** Only what kind of thing it is: an answer may hold what belongs in no log. */
function unknownAnswer(operation: string, answer: unknown): string {
  const kind = answer === null ? "null" : typeof answer;
  return `${operation} gave an answer its contract does not know: ${kind}`;
}

const isCount = (answer: unknown): answer is number =>
  Number.isSafeInteger(answer) && (answer as number) >= 0;
const isBoolean = (answer: unknown): answer is boolean => typeof answer === "boolean";
// What a method without an answer resolves to says nothing either way.
const isAnything = (_answer: unknown): _answer is undefined => true;

function isRedemption(answer: unknown): answer is Redemption {
  if (typeof answer !== "object" || answer === null) return false;
  const { redeemed, remaining } = answer as Record<keyof Redemption, unknown>;
  return isBoolean(redeemed) && Number.isSafeInteger(remaining) && (remaining as number) >= 0;
}

/**
 * The same records, each answer within its deadline. Only a literal `true` is acceptance and only a literal `false` a
 * refusal: a store that answers `1`, "OK" or nothing is broken, and nobody can say what it meant.
 */
export function withDeadline(records: Records, options: DeadlineOptions = {}): Records {
  function guarded<Method extends keyof Records, T>(
    method: Method,
    accepts: (answer: unknown) => answer is T,
  ) {
    return (...args: Parameters<Records[Method]>): Promise<T> => {
      const call = records[method] as (...all: Parameters<Records[Method]>) => PromiseLike<unknown>;
      return answerInTime(`records.${method}`, () => call.apply(records, args), accepts, options);
    };
  }

  return {
    load: guarded("load", isSubjectRecord),
    acceptStep: guarded("acceptStep", isBoolean),
    countFailure: guarded("countFailure", isAnything),
    begin: guarded("begin", isAnything),
    cancel: guarded("cancel", isBoolean),
    activate: guarded("activate", isBoolean),
    rename: guarded("rename", isBoolean),
    remove: guarded("remove", isBoolean),
    replaceRecoveryCodes: guarded("replaceRecoveryCodes", isBoolean),
    redeemRecoveryCode: guarded("redeemRecoveryCode", isRedemption),
    requireEnrollment: guarded("requireEnrollment", isAnything),
    demandEnrollment: guarded("demandEnrollment", isBoolean),
    renewEpoch: guarded("renewEpoch", isAnything),
    contactChanged: guarded("contactChanged", isAnything),
    revokeMark: guarded("revokeMark", isBoolean),
    openRecovery: guarded("openRecovery", isBoolean),
    changeRecovery: guarded("changeRecovery", isBoolean),
    completeRecovery: guarded("completeRecovery", isBoolean),
    keepBrowser: guarded("keepBrowser", isAnything),
    rotateBrowser: guarded("rotateBrowser", isBoolean),
    countBrowserFailure: guarded("countBrowserFailure", isAnything),
    removeBrowsers: guarded("removeBrowsers", isCount),
    reseal: guarded("reseal", isBoolean),
    listSealed: guarded("listSealed", isSealedPage),
    listSubjects: guarded("listSubjects", isSubjectPage),
  };
}

/** The same replay store, each answer within its deadline and only a literal verdict taken for one. */
export function replayWithDeadline(replay: Replay, options: DeadlineOptions = {}): Replay {
  return {
    acceptStep: (...args) =>
      answerInTime("replay.acceptStep", () => replay.acceptStep(...args), isBoolean, options),
  };
}
