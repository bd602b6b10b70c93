import type { MaybePromise } from "../maybe-promise.js";
import type { SessionSlot } from "../step-up/session-slot.js";
import type { SlotSeal } from "./slot-seal.js";

/**
 * Where the suite keeps its slot in the host's session. A port says what it can: a session held by the client can be
 * rolled back, so it needs a `binding` and the revocation of marks.
 *
 * @typeParam Host what the framework hands a middleware: a Request, a Koa or a Hono Context.
 */
export interface SessionPort<Host> {
  /** For messages: "express-session". */
  readonly name: string;
  readonly heldBy: "server" | "client";
  /** @throws ConfigurationError `session_missing` where no session middleware ran before. */
  open(host: Host, context: SessionContext): MaybePromise<SessionHandle>;
}

/** What a port may use of the request and the engine. */
export interface SessionContext {
  header(name: string): string | undefined;
  /** Adds a field to the reply, whoever sends it. */
  appendHeader(name: string, value: string): void;
  readonly secure: boolean;
  readonly seal: SlotSeal;
}

export interface SessionHandle {
  /** The stored value, unchecked; undefined where there is none. */
  read(): unknown;
  /** Stores the slot under the session's present id; null clears it. */
  write(slot: SessionSlot | null): MaybePromise<void>;
  /**
   * Gives the session a new id, carries the host's data and the cookie's age over, stores the slot and waits until all
   * of it is written. After a rejection the session must not hold the slot.
   */
  rotate(slot: SessionSlot): MaybePromise<void>;
  /** The session's id where the port knows one; lets the guard tell a sign-in from a guard mounted too high. */
  readonly id?: string | undefined;
}
