import type { EventScope } from "../events/emitter.js";
import type { Purpose } from "../secrets/purpose.js";
import { Secret } from "../secrets/secret.js";
import type { AuthenticatorRecord, PendingEnrollment } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";

export interface OpenSecret {
  /** The caller's to wipe. */
  readonly secret: Secret;
  /** Sealed by an older key: worth sealing again. */
  readonly stale: boolean;
}

/**
 * Opens a stored secret, or answers null where it does not open: a key that is gone or out of reach, a row that was
 * moved or damaged.
 * The event says which; the client never learns, and it never means "not enrolled".
 */
export async function openSecret(
  { sealer, emitter }: Suite,
  purpose: Purpose,
  subjectId: string,
  stored: Pick<AuthenticatorRecord | PendingEnrollment, "id" | "sealedSecret">,
  scope: EventScope,
): Promise<OpenSecret | null> {
  const row = { subjectId, authenticatorId: stored.id };
  let why: string;
  try {
    const opened = await sealer.open(purpose, row, stored.sealedSecret);
    if (opened.outcome === "opened")
      return { secret: new Secret(opened.plaintext), stale: opened.stale };
    why = opened.outcome === "refused" ? "secret_refused" : opened.outcome;
  } catch (error) {
    // A key that cannot be had just now shuts out no other authenticator either.
    if (!(error instanceof Unavailable)) throw error;
    why = error.code;
  }
  emitter.emit(scope, {
    type: "unavailable",
    outcome: "failure",
    code: why,
    operation: `open ${purpose} ${stored.id}`,
  });
  return null;
}
