import type { BankUser } from "./users.js";

export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly cents: number;
  readonly at: number;
}

/** Who has how much. In memory: only the second factor has to survive a restart here. */
export interface Ledger {
  balanceOf(userId: string): number;
  /** The user's own, newest first. */
  transfersOf(userId: string): readonly Transfer[];
  /** False where the balance does not cover it. */
  transfer(transfer: Transfer): boolean;
}

const openingBalance = 125_000_00;

export function createLedger(users: readonly BankUser[]): Ledger {
  const balances = new Map(users.map(({ id }) => [id, openingBalance]));
  const transfers: Transfer[] = [];
  const balanceOf = (userId: string) => balances.get(userId) ?? 0;
  return {
    balanceOf,
    transfersOf: (userId) =>
      transfers.filter(({ from, to }) => from === userId || to === userId).reverse(),
    transfer(transfer) {
      const { from, to, cents } = transfer;
      if (balanceOf(from) < cents) return false;
      balances.set(from, balanceOf(from) - cents);
      // Whoever has no account here is paid elsewhere.
      if (balances.has(to)) balances.set(to, balanceOf(to) + cents);
      transfers.push(transfer);
      return true;
    },
  };
}

/** An amount from JSON or from a form, with up to two decimals; null where it is none. */
export function parseCents(amount: unknown): number | null {
  const text = typeof amount === "number" ? String(amount) : amount;
  if (typeof text !== "string") return null;
  const [, whole = "", decimals = ""] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  const cents = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  return whole !== "" && cents > 0 ? cents : null;
}

export function formatMoney(cents: number): string {
  return new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR" }).format(cents / 100);
}
