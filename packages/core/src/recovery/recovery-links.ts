import type { Ticket } from "../secrets/ticket-seal.js";
import type { RecoveryRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";

/** What a link of a notice carries: good for this one recovery, whatever became of it since. */
export interface RecoveryTicket extends Ticket {
  readonly recoveryId: string;
}

/** A link as it stands in a notice. */
export interface RecoveryLink {
  readonly url: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Lets its holder end the recovery, without signing in and without a second factor. */
export function cancelTicket(
  { tickets, settings }: Pick<Suite, "tickets" | "settings">,
  subjectId: string,
  { id, expiresAt }: Pick<RecoveryRecord, "id" | "expiresAt">,
): Promise<string> {
  // Sealed with the request; by an approval in its last minute the recovery lives on for as long as its ticket.
  const until = expiresAt + (settings.recovery.support?.ticketMs ?? 0);
  const content: RecoveryTicket = { subjectId, recoveryId: id, expiresAt: until };
  return tickets.seal("cancel_recovery", content);
}

export async function cancelLink(
  suite: Suite,
  subjectId: string,
  recovery: RecoveryRecord,
): Promise<RecoveryLink> {
  const ticket = await cancelTicket(suite, subjectId, recovery);
  return noticeLink(suite, "/recovery/cancel", ticket, recovery.expiresAt);
}

/** The subject's own way to a new enrollment, where support has approved it. */
export async function continueLink(
  suite: Suite,
  subjectId: string,
  recoveryId: string,
  expiresAt: number,
): Promise<RecoveryLink> {
  const content: RecoveryTicket = { subjectId, recoveryId, expiresAt };
  const ticket = await suite.tickets.seal("complete_recovery", content);
  return noticeLink(suite, "/recovery/continue", ticket, expiresAt);
}

/** @param path below the base path: a page whose button posts the ticket */
export function noticeLink(
  { settings }: Suite,
  path: string,
  ticket: string,
  until: number,
): RecoveryLink {
  const [origin] = settings.trustedOrigins;
  return {
    url: `${origin}${settings.basePath}${path}?ticket=${ticket}`,
    expiresAt: new Date(until).toISOString(),
  };
}
