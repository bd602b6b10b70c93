import type { D1Binding } from "@second-factor/sql";
import { exampleUsers, type Ledger, openingBalance } from "@second-factor-examples/bank";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import { layTables } from "../../../test/served/lay-tables.js";
import { d1Ledger } from "../src/d1-ledger.js";

let miniflare: Miniflare;
let db: D1Binding;
let ledger: Ledger;
beforeAll(async () => {
  const script = "export default { fetch: () => new Response() }";
  miniflare = new Miniflare({ modules: true, script, d1Databases: ["DB"] });
  db = (await miniflare.getD1Database("DB")) as unknown as D1Binding;
  await layTables(db);
  ledger = d1Ledger(db);
});
afterAll(() => miniflare?.dispose());

const balances = () => Promise.all(exampleUsers.map(({ id }) => ledger.balanceOf(id)));

test("everybody starts with the same, and laying the tables again changes nothing", async () => {
  expect(await balances()).toEqual(exampleUsers.map(() => openingBalance));
  expect(await ledger.transfer({ from: "carol", to: "dave", cents: 5, at: 7 })).toBe(true);
  await layTables(db);
  expect(await balances()).toEqual([0, 0, -5, 5].map((change) => openingBalance + change));
});

test("of many who spend the same balance at once exactly one does", async () => {
  const all = { from: "alice", to: "bob", cents: openingBalance, at: 8 };
  const verdicts = await Promise.all(Array.from({ length: 50 }, () => ledger.transfer(all)));
  expect(verdicts.filter(Boolean), "transfers that went through").toHaveLength(1);
  expect(await ledger.balanceOf("alice")).toBe(0);
  expect(await ledger.balanceOf("bob")).toBe(2 * openingBalance);
  expect(await ledger.transfersOf("alice")).toEqual([all]);
});

test("whoever has no account is paid elsewhere, and cannot pay", async () => {
  expect(await ledger.transfer({ from: "bob", to: "erin", cents: 5, at: 9 })).toBe(true);
  expect(await ledger.transfer({ from: "erin", to: "bob", cents: 1, at: 10 })).toBe(false);
  expect(await ledger.balanceOf("erin")).toBe(0);
  expect(await ledger.transfersOf("erin")).toHaveLength(1);
});
