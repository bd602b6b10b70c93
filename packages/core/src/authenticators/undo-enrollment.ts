import type { EventScope } from "../events/emitter.js";
import { randomId } from "../random-id.js";
import { noticeLink, type RecoveryLink } from "../recovery/recovery-links.js";
import type { Ticket } from "../secrets/ticket-seal.js";
import type { AuthenticatorRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";

interface UndoTicket extends Ticket {
  readonly authenticatorId: string;
}

/** As long as an account's owner may take to read their mail. */
const lifetimeMs = 7 * 86_400_000;

/** For the notice of a new authenticator: its owner can take it back, whoever put it there. */
export async function undoLink(
  suite: Suite,
  { subjectId, authenticatorId }: Omit<UndoTicket, "expiresAt">,
  now: number,
): Promise<RecoveryLink> {
  const content: UndoTicket = { subjectId, authenticatorId, expiresAt: now + lifetimeMs };
  const ticket = await suite.tickets.seal("undo_enrollment", content);
  return noticeLink(suite, "/undo", ticket, content.expiresAt);
}

/** What a ticket is good for, as the records are now. */
export interface Undoable {
  readonly subjectId: string;
  readonly authenticator: AuthenticatorRecord;
  readonly epoch: string;
  /** There is no other: with it goes everything, as with a reset. */
  readonly last: boolean;
}

/** Null where the ticket is none, or too old, or its authenticator is not there any more. */
export async function findUndoable(
  { tickets, records }: Suite,
  ticket: unknown,
  now: number,
): Promise<Undoable | null> {
  const opened = await tickets.open<UndoTicket>("undo_enrollment", ticket, now);
  if (opened === null) return null;
  const { subjectId, authenticatorId } = opened;
  const { authenticators, epoch } = await records.load(subjectId);
  const authenticator = authenticators.find(({ id }) => id === authenticatorId);
  if (authenticator === undefined) return null;
  return { subjectId, authenticator, epoch, last: authenticators.length === 1 };
}

export type UndoVerdict =
  | { readonly outcome: "undone"; readonly undone: Undoable }
  | { readonly outcome: "ticket_invalid" | "changed_meanwhile" };

/**
 * Takes the authenticator back: exactly one of any number of parallel callers does. With the only one goes all that the
 * account holds, and nothing opens it but a new enrollment.
 */
export async function undoEnrollment(
  suite: Suite,
  ticket: unknown,
  now: number,
  scopeOf: (subjectId: string) => EventScope,
): Promise<UndoVerdict> {
  const { records, emitter, crypto } = suite;
  // Again where the account changed between reading and removing; whoever keeps changing it can't do so for ever.
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const found = await findUndoable(suite, ticket, now);
    if (found === null) return { outcome: "ticket_invalid" };
    const { subjectId, authenticator, epoch, last } = found;
    const change = { from: epoch, to: randomId(crypto), at: now };
    const options = { keepLast: false, demandEnrollment: true };
    if (!(await records.remove(subjectId, authenticator.id, options, change))) continue;
    const scope = scopeOf(subjectId);
    const authenticatorId = authenticator.id;
    emitter.emit(scope, {
      type: "authenticator.undone",
      outcome: "success",
      authenticatorId,
      last,
    });
    emitter.notify(scope, "authenticator_undone", { authenticatorName: authenticator.name });
    return { outcome: "undone", undone: found };
  }
  return { outcome: "changed_meanwhile" };
}
