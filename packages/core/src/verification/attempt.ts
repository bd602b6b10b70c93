import type { BrowserCookie } from "../browsers/browser-cookie.js";
import type { EventScope } from "../events/emitter.js";
import type { Lane } from "../events/event.js";
import type { SessionSlot } from "../step-up/session-slot.js";
import type { SlotKeeper } from "../step-up/sign-in.js";
import type { SubjectRecord } from "../stores/subject-record.js";
import type { Subject } from "../subject.js";
import type { ClockHint } from "./clock-sighting.js";

/** Who tries, from where, in which session: what a verification needs to know of a request. */
export interface Attempt {
  readonly subject: Subject;
  /** The stored slot, strictly parsed; null at first sight. */
  readonly slot: SessionSlot | null;
  readonly keeper: SlotKeeper;
  /** The bucket of the client's address; null turns the address limit off. */
  readonly addressBucket: string | null;
  /** Of a browser that verified before: its failures are counted apart. Null in any other. */
  readonly browser: BrowserCookie | null;
  readonly now: number;
  readonly scope: EventScope;
}

/** How many consecutive codes open the account again. */
export type CodesNeeded = 1 | 2 | 3;

export interface Throttled {
  readonly outcome: "throttled";
  readonly retryAfterSeconds: number;
  readonly codesNeeded: CodesNeeded;
}

export interface Accepted {
  readonly outcome: "accepted";
  readonly authenticatorId: string;
  /** The subject's epoch that the mark will carry. */
  readonly epoch: string;
  /** The slot as this session first saw the subject; the mark goes on top. */
  readonly slot: SessionSlot;
  /** As it was read for this verification. */
  readonly record: SubjectRecord;
}

export interface Failed {
  readonly outcome: "invalid" | "replayed";
  readonly attemptsRemaining: number;
  /** How far the device's clock is off, where this session's failed codes agree on it. */
  readonly clockHint: ClockHint | null;
  /** As this session first saw the subject: to be written down, so that the sign-in ages from here. */
  readonly slot: SessionSlot;
}

export interface Refused {
  readonly outcome: "authenticator_kind_not_allowed" | "not_enrolled" | "sign_in_again";
}

export const laneOf = (codes: number): Exclude<Lane, "recovery"> =>
  codes === 1 ? "single" : codes === 2 ? "pair" : "triple";
