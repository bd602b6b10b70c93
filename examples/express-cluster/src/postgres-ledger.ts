import { type BankUser, type Ledger, openingBalance } from "@second-factor-examples/bank";
import type { Pool } from "pg";

const tables = `
  CREATE TABLE IF NOT EXISTS bank_accounts (
    user_id text PRIMARY KEY,
    cents bigint NOT NULL CHECK (cents >= 0)
  );
  CREATE TABLE IF NOT EXISTS bank_transfers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_user text NOT NULL,
    to_user text NOT NULL,
    cents bigint NOT NULL CHECK (cents > 0),
    at bigint NOT NULL
  );`;

/**
 * One statement, so that it happens as a whole or not at all. It locks both accounts first, always in the same order:
 * no two processes spend the same balance, and no two transfers wait for each other.
 */
const transferStatement = `
  WITH parties AS (
    SELECT user_id, cents FROM bank_accounts WHERE user_id IN ($1, $2) ORDER BY user_id FOR UPDATE
  ), covered AS (
    SELECT FROM parties WHERE user_id = $1 AND cents >= $3
  ), moved AS (
    UPDATE bank_accounts SET cents = cents + CASE user_id WHEN $1 THEN -$3::bigint ELSE $3 END
    WHERE user_id IN ($1, $2) AND EXISTS (SELECT FROM covered)
  )
  INSERT INTO bank_transfers (from_user, to_user, cents, at) SELECT $1, $2, $3, $4 FROM covered`;

/** Lays the tables and opens everybody's account; what is there stays. */
export async function prepareLedger(pool: Pool, users: readonly BankUser[]): Promise<void> {
  await pool.query(tables);
  await pool.query(
    "INSERT INTO bank_accounts SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING",
    [users.map(({ id }) => id), openingBalance],
  );
}

export function postgresLedger(pool: Pool): Ledger {
  return {
    async balanceOf(userId) {
      const { rows } = await pool.query("SELECT cents FROM bank_accounts WHERE user_id = $1", [
        userId,
      ]);
      return Number(rows[0]?.cents ?? 0);
    },
    async transfersOf(userId) {
      const { rows } = await pool.query(
        "SELECT * FROM bank_transfers WHERE from_user = $1 OR to_user = $1 ORDER BY id DESC",
        [userId],
      );
      return rows.map(({ from_user: from, to_user: to, cents, at }) => {
        return { from, to, cents: Number(cents), at: Number(at) };
      });
    },
    async transfer({ from, to, cents, at }) {
      const { rowCount } = await pool.query(transferStatement, [from, to, cents, at]);
      return rowCount === 1;
    },
  };
}
