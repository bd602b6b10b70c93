/** What the account's owner is told, by whatever channel the host has. Nothing in it is secret. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly subjectId: string;
  /** As the host last named the subject; null where only the id is known (an operator's reset). */
  readonly subjectName: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What it concerns: the authenticator's name, or how many recovery codes are left. */
  readonly authenticatorName?: string;
  readonly recoveryCodesRemaining?: number;
}

export type NoticeKind =
  | "authenticator_added"
  | "authenticator_removed"
  | "recovery_codes_replaced"
  | "recovery_code_used"
  | "guessing_suspected"
  | "possible_relay"
  | "second_factor_reset";

export interface Notifier {
  notify(notice: Notice): void | Promise<void>;
}
