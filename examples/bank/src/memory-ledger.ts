import { type Ledger, openingBalance, type Transfer } from "./ledger.js";
import type { BankUser } from "./users.js";

/** Lasts until the restart: only the second factor has to survive one in most examples. */
export function memoryLedger(users: readonly BankUser[]): Ledger {
  const balances = new Map(users.map(({ id }) => [id, openingBalance]));
  const transfers: Transfer[] = [];
  const balanceOf = (userId: string) => balances.get(userId) ?? 0;
  return {
    balanceOf: async (userId) => balanceOf(userId),
    transfersOf: async (userId) =>
      transfers.filter(({ from, to }) => from === userId || to === userId).reverse(),
    async transfer(transfer) {
      const { from, to, cents } = transfer;
      if (balanceOf(from) < cents) return false;
      balances.set(from, balanceOf(from) - cents);
      if (balances.has(to)) balances.set(to, balanceOf(to) + cents);
      transfers.push(transfer);
      return true;
    },
  };
}
