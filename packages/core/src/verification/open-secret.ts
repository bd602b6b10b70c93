import type { EventScope } from "../events/emitter.js";
import type { Purpose } from "../secrets/key-ring.js";
import { Secret } from "../secrets/secret.js";
import type { AuthenticatorRecord, PendingEnrollment } from "../stores/records.js";
import type { Suite } from "../suite.js";

export interface OpenSecret {
  /** The caller's to wipe. */
  readonly secret: Secret;
  /** Sealed by an older key: worth sealing again. */
  readonly stale: boolean;
}

/**
 * Opens a stored secret, or answers null where it does not open: a key that is gone, a row that was moved or damaged.
 * The event says which; the client never learns, and it never means "not enrolled".
 */
export async function openSecret(
  { sealer, emitter }: Suite,
  purpose: Purpose,
  subjectId: string,
  stored: Pick<AuthenticatorRecord | PendingEnrollment, "id" | "sealedSecret">,
  scope: EventScope,
): Promise<OpenSecret | null> {
  const opened = await sealer.open(
    purpose,
    { subjectId, authenticatorId: stored.id },
    stored.sealedSecret,
  );
  if (opened.outcome === "opened")
    return { secret: new Secret(opened.plaintext), stale: opened.stale };
  const code = opened.outcome === "key_missing" ? "key_missing" : "secret_refused";
  emitter.emit(scope, {
    type: "unavailable",
    outcome: "failure",
    code,
    operation: `open ${purpose} ${stored.id}`,
  });
  return null;
}
