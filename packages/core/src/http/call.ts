import type { Actor } from "../authenticators/actor.js";
import type { BrowserCookie } from "../browsers/browser-cookie.js";
import { readClock } from "../clock.js";
import type { EventScope } from "../events/emitter.js";
import { isPromise, type MaybePromise } from "../maybe-promise.js";
import { randomId } from "../random-id.js";
import { kindsOf } from "../step-up/allowed-kinds.js";
import { parseSessionSlot, type SessionSlot } from "../step-up/session-slot.js";
import { type SlotKeeper, seeSubject } from "../step-up/sign-in.js";
import { subjectState } from "../step-up/subject-state.js";
import { parseSubject, type Subject } from "../subject.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import type { Attempt } from "../verification/attempt.js";
import { addressBucket } from "../verification/client-address.js";
import { isTokenRequest, openBearer } from "./bearer.js";
import { readBrowserCookie } from "./browsers/cookie.js";
import { openSession } from "./open-session.js";
import type { RouteRequest } from "./route-request.js";
import type { SessionContext, SessionHandle } from "./session-port.js";
import type { SlotSeal } from "./slot-seal.js";

/** One request of a signed-in subject, with its session open. */
export interface Call {
  readonly suite: Suite;
  readonly request: RouteRequest;
  readonly now: number;
  readonly scope: EventScope;
  readonly subject: Subject;
  readonly keeper: SlotKeeper;
  readonly session: SessionHandle;
  /** What the session knew when the request came. */
  readonly stored: SessionSlot | null;
  /** What this request wrote down at the session's first sight of the subject; undefined where it did not. */
  seen?: SessionSlot;
  /** What the browser keeps of having verified before; null where that is nothing. Opened once. */
  browser(): MaybePromise<BrowserCookie | null>;
  /** Fields that the session port wants on the reply, and cookies of our own. */
  readonly replyHeaders: Array<[string, string]>;
}

/**
 * Who is signed in, as the host tells. A look-up that throws is an outage and not "nobody". Synchronous where the host
 * is, since it stands before every guarded request.
 *
 * @throws Unavailable `subject_unavailable`
 */
export function resolveSubject(request: RouteRequest): MaybePromise<Subject | null> {
  let answer: unknown;
  try {
    answer = request.subject();
  } catch (cause) {
    throw asOutage(cause);
  }
  if (!isPromise(answer)) return parseSubject(answer);
  return answer.then(parseSubject, (cause: unknown) => {
    throw asOutage(cause);
  });
}

function asOutage(cause: unknown): Unavailable {
  if (cause instanceof Unavailable) return cause;
  return new Unavailable("subject_unavailable", 1, { cause });
}

export function eventScope(
  suite: Suite,
  request: RouteRequest,
  subject: Subject | null,
): EventScope {
  return new RequestScope(suite, request, subject);
}

/** Most requests end without an event: what only an event tells is looked up with the first. */
class RequestScope implements EventScope {
  /** At once: a socket that has closed has no address. */
  readonly clientAddress: string | null;
  #correlationId: string | undefined;

  constructor(
    readonly suite: Suite,
    readonly request: RouteRequest,
    readonly subject: Subject | null,
  ) {
    this.clientAddress = request.client.address ?? null;
  }

  get correlationId(): string {
    this.#correlationId ??= randomId(this.suite.crypto);
    return this.#correlationId;
  }

  get subjectId(): string | null {
    return this.subject?.id ?? null;
  }

  get subjectName(): string | null {
    return this.subject?.name ?? null;
  }

  get userAgent(): string | null {
    return userAgent(this.request.header("user-agent"));
  }

  get waitUntil(): EventScope["waitUntil"] {
    return this.request.waitUntil;
  }
}

function userAgent(field: string | undefined): string | null {
  return field === undefined ? null : field.slice(0, 256).replace(/[^\x20-\x7e]/g, "?");
}

/** Synchronous where the session port is. */
export function openCall(
  suite: Suite,
  request: RouteRequest,
  subject: Subject,
): MaybePromise<Call> {
  const byToken = isTokenRequest(subject, request);
  const context = new PortContext(request, byToken ? suite.bearerSeal : suite.cookieSeal);
  const keeper = byToken ? "token" : request.sessionHeldBy;
  const open = (session: SessionHandle) =>
    new OpenCall(suite, request, subject, keeper, session, context.fields);
  const session = byToken ? openBearer(subject, context) : openSession(request, context);
  return isPromise(session) ? session.then(open) : open(session);
}

// Classes, since one of each stands before every guarded request: an object literal with a getter costs as much as the
// rest of the guard.

class PortContext implements SessionContext {
  readonly fields: Array<[string, string]> = [];

  constructor(
    readonly request: RouteRequest,
    readonly seal: SlotSeal,
  ) {}

  header(name: string): string | undefined {
    return this.request.header(name);
  }

  appendHeader(name: string, value: string): void {
    this.fields.push([name, value]);
  }

  get secure(): boolean {
    return this.request.client.secure;
  }
}

class OpenCall implements Call {
  readonly now: number;
  readonly stored: SessionSlot | null;
  seen?: SessionSlot;
  #scope: EventScope | undefined;
  #browser: MaybePromise<BrowserCookie | null> | undefined;

  constructor(
    readonly suite: Suite,
    readonly request: RouteRequest,
    readonly subject: Subject,
    readonly keeper: SlotKeeper,
    readonly session: SessionHandle,
    readonly replyHeaders: Array<[string, string]>,
  ) {
    this.now = readClock(suite.clock);
    this.stored = parseSessionSlot(session.read());
  }

  /** Most guarded requests pass without an event; they need no correlation id. */
  get scope(): EventScope {
    this.#scope ??= eventScope(this.suite, this.request, this.subject);
    return this.#scope;
  }

  browser(): MaybePromise<BrowserCookie | null> {
    this.#browser ??= readBrowserCookie(this);
    return this.#browser;
  }
}

/** Reads the subject's record and, at the session's first sight of the subject, writes that down. */
export async function readActor(call: Call): Promise<Actor> {
  const { suite, subject, keeper, now, scope, stored } = call;
  const [kinds, record] = await Promise.all([
    kindsOf(suite.settings, subject),
    suite.records.load(subject.id),
  ]);
  const slot = call.seen ?? seeSubject(stored, subject, subjectState(record), now, suite.crypto);
  if (slot !== stored && call.seen === undefined) await call.session.write(slot);
  // A token carries no slot before its first verification; what it begins is bound to the token itself.
  const bound =
    keeper === "token" && stored === null
      ? { ...slot, id: `token ${subject.tokenId ?? ""}` }
      : slot;
  return { subject, slot: bound, keeper, record, kinds, now, scope };
}

/** @param browser where its failures are counted apart */
export function attemptOf(
  { suite, request, subject, stored, keeper, now, scope }: Call,
  browser: BrowserCookie | null = null,
): Attempt {
  const { client } = request;
  if (client.addressWithheld === true) {
    suite.warnOnce(
      "address_unknown",
      "Requests come through a proxy and no client option says whom to trust: the limit per client address is off.",
    );
  }
  return {
    subject,
    slot: stored,
    keeper,
    addressBucket: addressBucket(client.address),
    browser,
    now,
    scope,
  };
}

/** Stores the slot of a verification under a new session id. The code is used up by now; the log has to say so. */
export async function rotateSession(
  call: Call,
  slot: SessionSlot,
  used: { factor: "totp" | "recovery_code"; authenticatorId: string },
): Promise<void> {
  try {
    await call.session.rotate(slot);
  } catch (cause) {
    call.suite.emitter.emit(call.scope, {
      type: "verification.not_recorded",
      outcome: "failure",
      ...used,
    });
    throw new Unavailable("session_unavailable", 1, { cause });
  }
}
