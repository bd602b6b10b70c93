import type { EventScope } from "../events/emitter.js";
import type { Suite } from "../suite.js";
import type { RecoveryDescription } from "./recovery-state.js";

/** Why support opens a recovery. Each text has 1 to 500 characters and no control characters. */
export interface RecoveryGrounds {
  /** The id of whoever opens it; by it they are told how it ended. */
  readonly by: string;
  readonly reason: string;
  readonly caseReference: string;
}

export interface RecoveryDecision {
  readonly by: string;
}

export type RecoveryRequested =
  | { readonly outcome: "requested"; readonly recovery: RecoveryDescription }
  | { readonly outcome: "already_open" | "not_enrolled" | "same_person" | "text_invalid" };

export type RecoveryDecided<Decided extends string> =
  | { readonly outcome: Decided }
  | { readonly outcome: "not_found" | "same_person" | "text_invalid" };

/**
 * Recovery with the help of support: one person asks, another approves, and the account's owner gets a ticket to enroll
 * again. Nothing here reads a secret, sets one, or shows the ticket. Behind the host's own checks of who is support.
 *
 * Every method but `find` and `cancel` throws a ConfigurationError `recovery_off` where `recovery.support` is not
 * configured, and all of them Unavailable where a store or the clock does not answer.
 */
export interface RecoveryDesk {
  /** Opens a recovery. The owner is told, with a link that ends it. */
  request(subjectId: string, grounds: RecoveryGrounds): Promise<RecoveryRequested>;
  /** By another person than the one who asked. The ticket goes to the owner, in the notice `recovery_approved`. */
  approve(
    subjectId: string,
    recoveryId: string,
    decision: RecoveryDecision,
  ): Promise<RecoveryDecided<"approved">>;
  deny(
    subjectId: string,
    recoveryId: string,
    decision: RecoveryDecision,
  ): Promise<RecoveryDecided<"denied">>;
  /** Ends any open recovery, also one that the owner says they never asked for. */
  cancel(
    subjectId: string,
    recoveryId: string,
    decision: RecoveryDecision,
  ): Promise<RecoveryDecided<"canceled">>;
  /** The last recovery of the account, whether it is open or not. */
  find(subjectId: string): Promise<RecoveryDescription | null>;
}

/** The work is loaded with its first use. */
export function recoveryDesk(
  suite: Suite,
  scopeOf: (subjectId: string) => EventScope,
): RecoveryDesk {
  const desk = async () => (await import("../seldom.js")).supportDesk(suite, scopeOf);
  return {
    request: async (...about) => (await desk()).request(...about),
    approve: async (...about) => (await desk()).approve(...about),
    deny: async (...about) => (await desk()).deny(...about),
    cancel: async (...about) => (await desk()).cancel(...about),
    find: async (subjectId) => (await desk()).find(subjectId),
  };
}
