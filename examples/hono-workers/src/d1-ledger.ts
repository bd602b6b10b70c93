import type { D1Binding } from "@second-factor/sql";
import type { Ledger } from "@second-factor-examples/bank";

/** One statement, so that it happens as a whole or not at all: D1 has one writer at a time. */
const transferStatement = `
  INSERT INTO bank_transfers (from_user, to_user, cents, at)
  SELECT ?1, ?2, ?3, ?4 FROM bank_balances WHERE user_id = ?1 AND cents >= ?3`;

/** Over the tables of schema.sql. */
export function d1Ledger(db: D1Binding): Ledger {
  async function rowsOf<Row>(text: string, ...values: unknown[]): Promise<Row[]> {
    const { results } = await db
      .prepare(text)
      .bind(...values)
      .run();
    return (results ?? []) as Row[];
  }
  return {
    async balanceOf(userId) {
      const text = "SELECT cents FROM bank_balances WHERE user_id = ?1";
      const [balance] = await rowsOf<{ cents: number }>(text, userId);
      return balance?.cents ?? 0;
    },
    transfersOf: (userId) =>
      rowsOf(
        `SELECT from_user AS "from", to_user AS "to", cents, at FROM bank_transfers
         WHERE from_user = ?1 OR to_user = ?1 ORDER BY id DESC`,
        userId,
      ),
    async transfer({ from, to, cents, at }) {
      const { meta } = await db.prepare(transferStatement).bind(from, to, cents, at).run();
      return meta.changes === 1;
    },
  };
}
