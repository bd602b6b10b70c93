import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type SessionMode, type Testbed, type TestbedOptions, variants } from "../testbed/index.js";
import { attackCases } from "./case-table.js";
import { mustBeCaught } from "./must-be-caught.js";
import { loadMutant } from "./mutate.js";
import { onBed, runAttack } from "./run-attack.js";

describe("a corpus that can fail", () => {
  for (const attackCase of attackCases.filter(({ gate }) => gate)) {
    it(`${attackCase.id} mutant is caught`, async () => {
      const { id, bed, mutant } = attackCase;
      assert.ok(mutant, "a gate case has a mutant");
      const name = mutant.variant ?? "express5";
      assert.ok(variants.some((variant) => variant.name === name));
      const mutated = (await loadMutant(id, mutant)).find((variant) => variant.name === name);
      assert.ok(mutated);

      // An app that is broken throughout would fail every attack, and prove nothing.
      if (mutant.breaksHonestUse !== true) await onBed(mutated, honestBed(bed), useHonestly);
      await mustBeCaught(runAttack(attackCase, mutated));
    });
  }
});

const honestModes: readonly (SessionMode | undefined)[] = ["server", "sealed-cookie", "client"];

function honestBed({ sessions, parser }: TestbedOptions = {}): TestbedOptions {
  return {
    ...(honestModes.includes(sessions) && sessions && { sessions }),
    ...(parser !== undefined && { parser }),
  };
}

async function useHonestly(bed: Testbed): Promise<void> {
  const user = bed.client();
  const { authenticator } = await user.enroll("honest");
  bed.clock.advance({ seconds: 90 });
  const browser = bed.client();
  await browser.login("honest");
  const verified = await browser.verify(authenticator.code());
  assert.equal(verified.status, 200, `the honest user still gets in: ${verified.text}`);
  const account = await browser.request("GET", "/account");
  assert.equal(account.status, 200, "and past the guard");
}
