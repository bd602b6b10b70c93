import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { readKnownCases } from "../run/known-cases.mjs";
import { variants } from "../testbed/index.js";
import { attackCases } from "./case-table.js";
import { runAttack } from "./run-attack.js";

describe("every way in stays shut", () => {
  for (const attackCase of attackCases) {
    const { id, title, variants: names } = attackCase;
    for (const variant of variants) {
      if (names !== undefined && !names.includes(variant.name)) continue;
      it(`${id} ${title}: ${variant.name}`, () => runAttack(attackCase, variant));
    }
  }
});

describe("the table of known cases", () => {
  const known = new Map(
    readKnownCases().flatMap(({ cases }) => cases.map((one) => [one.id, one] as const)),
  );

  it("knows every attack, and agrees on which are gates", () => {
    for (const { id, gate } of attackCases) {
      assert.equal(known.get(id)?.gate, gate, `known-cases.md has ${id}, as a gate or not`);
    }
  });
});
