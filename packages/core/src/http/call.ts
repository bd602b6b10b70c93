import type { Actor } from "../authenticators/actor.js";
import { readClock } from "../clock.js";
import type { EventScope } from "../events/emitter.js";
import { randomId } from "../random-id.js";
import { parseSessionSlot, type SessionSlot } from "../step-up/session-slot.js";
import { type SlotKeeper, seeSubject } from "../step-up/sign-in.js";
import { subjectState } from "../step-up/subject-state.js";
import { parseSubject, type Subject } from "../subject.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import type { Attempt } from "../verification/attempt.js";
import { addressBucket } from "../verification/client-address.js";
import { isTokenRequest, openBearer } from "./bearer.js";
import { openSession } from "./open-session.js";
import type { RouteRequest } from "./route-request.js";
import type { SessionHandle } from "./session-port.js";

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
  /** Fields that the session port wants on the reply. */
  readonly replyHeaders: Array<[string, string]>;
}

/**
 * Who is signed in, as the host tells. A look-up that throws is an outage and not "nobody".
 *
 * @throws Unavailable `subject_unavailable`
 */
export async function resolveSubject(request: RouteRequest): Promise<Subject | null> {
  let answer: unknown;
  try {
    answer = await request.subject();
  } catch (cause) {
    throw cause instanceof Unavailable
      ? cause
      : new Unavailable("subject_unavailable", 1, { cause });
  }
  return parseSubject(answer);
}

export function eventScope(
  suite: Suite,
  request: RouteRequest,
  subject: Subject | null,
): EventScope {
  return {
    correlationId: randomId(suite.crypto),
    subjectId: subject?.id ?? null,
    subjectName: subject?.name ?? null,
    clientAddress: request.client.address ?? null,
    userAgent: userAgent(request.header("user-agent")),
  };
}

function userAgent(field: string | undefined): string | null {
  return field === undefined ? null : field.slice(0, 256).replace(/[^\x20-\x7e]/g, "?");
}

export async function openCall(
  suite: Suite,
  request: RouteRequest,
  subject: Subject,
): Promise<Call> {
  const replyHeaders: Array<[string, string]> = [];
  const byToken = isTokenRequest(subject, (name) => request.header(name));
  const context = {
    header: (name: string) => request.header(name),
    appendHeader: (name: string, value: string) => void replyHeaders.push([name, value]),
    get secure() {
      return request.client.secure;
    },
    seal: byToken ? suite.bearerSeal : suite.cookieSeal,
  };
  const session = byToken
    ? await openBearer(subject, context)
    : await openSession(request, context);
  let scope: EventScope | undefined;
  return {
    suite,
    request,
    now: readClock(suite.clock),
    // Most guarded requests pass without an event; they need no correlation id.
    get scope() {
      scope ??= eventScope(suite, request, subject);
      return scope;
    },
    subject,
    keeper: byToken ? "token" : request.sessionHeldBy,
    session,
    stored: parseSessionSlot(session.read()),
    replyHeaders,
  };
}

/** Reads the subject's record and, at the session's first sight of the subject, writes that down. */
export async function readActor(call: Call): Promise<Actor> {
  const { suite, subject, keeper, now, scope, stored } = call;
  const record = await suite.records.load(subject.id);
  const slot = seeSubject(stored, subject, subjectState(record), now, suite.crypto);
  if (slot !== stored) await call.session.write(slot);
  // A token carries no slot before its first verification; what it begins is bound to the token itself.
  const bound =
    keeper === "token" && stored === null
      ? { ...slot, id: `token ${subject.tokenId ?? ""}` }
      : slot;
  return { subject, slot: bound, keeper, record, now, scope };
}

export function attemptOf({ suite, request, subject, stored, keeper, now, scope }: Call): Attempt {
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
