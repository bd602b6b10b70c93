export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly cents: number;
  /** In milliseconds since the Unix epoch. */
  readonly at: number;
}

/** Who has how much. Several processes may stand on one ledger. */
export interface Ledger {
  /** In cents; 0 for whoever has no account. */
  balanceOf(userId: string): Promise<number>;
  /** The user's own, newest first. */
  transfersOf(userId: string): Promise<readonly Transfer[]>;
  /** One atomic verdict: false where the balance does not cover it. Whoever has no account here is paid elsewhere. */
  transfer(transfer: Transfer): Promise<boolean>;
}

/** What everybody starts with, in cents. */
export const openingBalance = 125_000_00;
