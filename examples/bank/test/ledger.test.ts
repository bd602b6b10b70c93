import { describe, expect, test } from "vitest";
import { createLedger, parseCents } from "../src/ledger.js";
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

test("nobody transfers what they do not have, and nothing is lost on the way", () => {
  const ledger = createLedger(exampleUsers);
  const whole = ledger.balanceOf("alice") + ledger.balanceOf("bob");
  const move = (cents: number) => ledger.transfer({ from: "alice", to: "bob", cents, at: 0 });
  expect(move(ledger.balanceOf("alice") + 1)).toBe(false);
  expect(move(ledger.balanceOf("alice"))).toBe(true);
  expect(move(1)).toBe(false);
  expect([ledger.balanceOf("alice"), ledger.balanceOf("bob")]).toEqual([0, whole]);
  expect(ledger.transfersOf("bob")).toHaveLength(1);
});
