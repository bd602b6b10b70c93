import { describe, expect, test } from "vitest";
import { memoryLedger } from "../src/memory-ledger.js";
import { parseCents } from "../src/money.js";
import { exampleUsers } from "../src/users.js";

describe("an amount", () => {
  test.each([
    [25, 2500],
    [0.1, 10],
    ["25.00", 2500],
    [" 1,5 ", 150],
    ["000000001", 100],
  ])("%s is one", (amount, cents) => expect(parseCents(amount)).toBe(cents));

  test.each([
    ...[0, -1, 0.001, Number.NaN, Number.POSITIVE_INFINITY, 1e21],
    ...["", "0", "0.00", "1.234", "1e3", "٣", "1 000", "1000000000", null, undefined, [25]],
  ])("%s is none", (amount) => expect(parseCents(amount)).toBeNull());
});

test("nobody transfers what they do not have, and nothing is lost on the way", async () => {
  const ledger = memoryLedger(exampleUsers);
  const whole = (await ledger.balanceOf("alice")) + (await ledger.balanceOf("bob"));
  const move = (cents: number) => ledger.transfer({ from: "alice", to: "bob", cents, at: 0 });
  expect(await move((await ledger.balanceOf("alice")) + 1)).toBe(false);
  expect(await move(await ledger.balanceOf("alice"))).toBe(true);
  expect(await move(1)).toBe(false);
  const balances = await Promise.all([ledger.balanceOf("alice"), ledger.balanceOf("bob")]);
  expect(balances).toEqual([0, whole]);
  expect(await ledger.transfersOf("bob")).toHaveLength(1);
});
