import { fail } from "../configuration/fail.js";
import type { AuthenticatorKind, AuthenticatorKinds } from "../configuration/options.js";
import type { Settings } from "../configuration/settings.js";
import { isPromise, type MaybePromise } from "../maybe-promise.js";
import type { Subject } from "../subject.js";
import { Unavailable } from "../unavailable.js";
import type { AuthenticationMethod, Mark } from "./session-slot.js";

/** What an account may enroll and use; null where the host said nothing, which is everything. */
export type AllowedKinds = readonly AuthenticatorKind[] | null;

export const allKinds: readonly AuthenticatorKind[] = ["totp", "recovery_code"];

/** A trusted browser stands for whatever was shown in it before. */
const kindOfMethod: Record<AuthenticationMethod, AuthenticatorKind | null> = {
  otp: "totp",
  recovery: "recovery_code",
  remembered: null,
};

const isKinds = (value: unknown): value is readonly AuthenticatorKind[] =>
  Array.isArray(value) && value.every((kind) => allKinds.includes(kind));

/**
 * A list without "totp" would leave everybody with nothing: recovery codes come with an authenticator alone.
 *
 * @throws ConfigurationError `policy_invalid`
 */
export function checkKinds(given: AuthenticatorKinds | undefined): AuthenticatorKinds | null {
  if (given === undefined) return null;
  if (typeof given === "function") return given;
  if (isKinds(given) && given.includes("totp")) return [...given];
  return fail(
    "policy_invalid",
    isKinds(given)
      ? 'authenticatorKinds leaves out "totp": nobody could enroll anything.'
      : "authenticatorKinds is no list of kinds.",
    'Pass ["totp"], ["totp", "recovery_code"] or a function of the subject that returns such a list.',
  );
}

/**
 * The kinds for this subject. A function of the host's that throws or answers nonsense must not read as "all".
 *
 * @throws Unavailable `subject_unavailable`, or rejects with it
 */
export function kindsOf(
  { authenticatorKinds }: Pick<Settings, "authenticatorKinds">,
  subject: Subject,
): MaybePromise<AllowedKinds> {
  if (typeof authenticatorKinds !== "function") return authenticatorKinds;
  let answer: MaybePromise<unknown>;
  try {
    answer = authenticatorKinds(subject);
  } catch (cause) {
    throw outage(cause);
  }
  if (!isPromise(answer)) return checked(answer);
  return answer.then(checked, (cause: unknown) => {
    throw outage(cause);
  });
}

function checked(answer: unknown): AllowedKinds {
  if (isKinds(answer)) return answer;
  throw outage(new TypeError("authenticatorKinds() answered with nonsense"));
}

const outage = (cause: unknown): Unavailable =>
  new Unavailable("subject_unavailable", 1, { cause });

export const isAllowed = (allowed: AllowedKinds, kind: AuthenticatorKind): boolean =>
  allowed === null || allowed.includes(kind);

/** @throws Unavailable `subject_unavailable` */
export async function mayUse(
  settings: Pick<Settings, "authenticatorKinds">,
  subject: Subject,
  kind: AuthenticatorKind,
): Promise<boolean> {
  return isAllowed(await kindsOf(settings, subject), kind);
}

/** Whether a mark was made by what the account may still use. */
export function allowsMark(allowed: AllowedKinds, { amr }: Mark): boolean {
  return amr.every((method) => {
    const kind = kindOfMethod[method];
    return kind === null || isAllowed(allowed, kind);
  });
}
