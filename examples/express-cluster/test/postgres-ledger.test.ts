import { exampleUsers, openingBalance } from "@second-factor-examples/bank";
import { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type PostgresServer, startPostgres } from "../../../test/servers/index.js";
import { postgresLedger, prepareLedger } from "../src/postgres-ledger.js";

let postgres: PostgresServer;
let pools: readonly Pool[];
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());

beforeEach(async () => {
  const connectionString = await postgres.createDatabase();
  pools = Array.from({ length: 4 }, () => new Pool({ connectionString, max: 5 }));
  for (const pool of pools) await prepareLedger(pool, exampleUsers);
  return () => Promise.all(pools.map((pool) => pool.end()));
});

/** The same ledger as so many processes see it. */
const ledgers = () => pools.map(postgresLedger);
const first = () => postgresLedger(pools[0] as Pool);

async function inParallel(times: number, from: string, to: string, cents: number) {
  const everybody = ledgers();
  return Promise.all(
    Array.from({ length: times }, async (_, at) => {
      const ledger = everybody[at % everybody.length] as (typeof everybody)[number];
      return ledger.transfer({ from, to, cents, at });
    }),
  );
}

test("of many who spend the same balance at once exactly one does", async () => {
  const verdicts = await inParallel(100, "alice", "bob", openingBalance);
  expect(verdicts.filter(Boolean), "transfers that went through").toHaveLength(1);
  expect(await first().balanceOf("alice")).toBe(0);
  expect(await first().balanceOf("bob")).toBe(2 * openingBalance);
  expect(await first().transfersOf("alice")).toHaveLength(1);
});

test("transfers that cross each other neither stop each other nor lose a cent", async () => {
  const verdicts = await Promise.all([
    inParallel(100, "alice", "bob", 3),
    inParallel(100, "bob", "alice", 2),
    inParallel(50, "carol", "bob", 1),
  ]);
  expect(new Set(verdicts.flat()), "verdicts").toEqual(new Set([true]));
  const balances = await Promise.all(exampleUsers.map(({ id }) => first().balanceOf(id)));
  const expected = [-100, 150, -50, 0].map((change) => openingBalance + change);
  expect(balances).toEqual(expected);
});

test("whoever has no account is paid elsewhere, and cannot pay", async () => {
  const [one, other] = [first(), ledgers()[1] as ReturnType<typeof first>];
  expect(await one.transfer({ from: "alice", to: "erin", cents: 5, at: 7 })).toBe(true);
  expect(await one.transfer({ from: "erin", to: "alice", cents: 1, at: 8 })).toBe(false);
  expect(await other.balanceOf("alice")).toBe(openingBalance - 5);
  expect(await other.balanceOf("erin")).toBe(0);
  const transfers = [{ from: "alice", to: "erin", cents: 5, at: 7 }];
  expect(await other.transfersOf("erin")).toEqual(transfers);
});

test("laying the tables again opens no account anew", async () => {
  await first().transfer({ from: "alice", to: "bob", cents: 500, at: 0 });
  await prepareLedger(pools[1] as Pool, exampleUsers);
  expect(await first().balanceOf("alice")).toBe(openingBalance - 500);
});
