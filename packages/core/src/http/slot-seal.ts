import type { MaybePromise } from "../maybe-promise.js";
import type { SessionSlot } from "../step-up/session-slot.js";

/** Seals the slot for a client to hold: AES-256-GCM under a subkey of its own, bound to the host's session or token. */
export interface SlotSeal<Content extends object = SessionSlot> {
  seal(content: Content, binding: string): MaybePromise<string>;
  /** The unchecked value, or undefined where the text was not sealed by this engine for this binding. */
  open(sealed: string, binding: string): MaybePromise<unknown>;
}
