/**
 * What the account's owner is told, by whatever channel the host has: mail, as a rule. Nothing in it is secret but
 * `url`: whoever has that may do what it is for, so it belongs in the message and in no log.
 */
export interface Notice {
  readonly kind: NoticeKind;
  readonly subjectId: string;
  /** As the host last named the subject; null where only the id is known (an operator's reset). */
  readonly subjectName: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Set where it is not for the owner: the person of support it is for, by the id that opened the recovery. */
  readonly staffId?: string;
  /** What it concerns: the authenticator's name, or how many recovery codes are left. */
  readonly authenticatorName?: string;
  readonly recoveryCodesRemaining?: number;
  readonly browserName?: string;
  /** Support's own reference of the case. */
  readonly caseReference?: string;
  /** Absolute. Opens a page whose button posts: to cancel a recovery, to go on with it, to undo an enrollment. */
  readonly url?: string;
  /** From when a recovery can be completed; ISO 8601, UTC. */
  readonly availableAt?: string;
  /** Until when `url` is good for something; ISO 8601, UTC. */
  readonly expiresAt?: string;
}

/** What a notice may say besides its kind and its account. */
export type NoticeAbout = Omit<Notice, "kind" | "subjectId" | "subjectName" | "at">;

export type NoticeKind =
  | "authenticator_added"
  | "authenticator_removed"
  | "authenticator_undone"
  | "recovery_codes_replaced"
  | "recovery_code_used"
  | "recovery_requested"
  | "recovery_approved"
  | "recovery_canceled"
  | "recovery_completed"
  | "recovery_denied"
  | "browser_trusted"
  | "browser_replayed"
  | "browsers_removed"
  | "enrollment_demanded"
  | "guessing_suspected"
  | "possible_relay"
  | "second_factor_reset";

export interface Notifier {
  /** A host with several addresses for an account sends to all of them. */
  notify(notice: Notice): void | Promise<void>;
}
