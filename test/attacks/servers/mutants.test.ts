import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { mustBeCaught } from "../must-be-caught.js";
import { serverCases } from "./case-table.js";
import { buildMutant, type Scene, withScene } from "./scene.js";

describe("a corpus on real servers that can fail", () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres({ settings: { fsync: "off" } });
  });
  afterAll(() => postgres?.close());

  for (const { id, gate, mutant, attack } of serverCases) {
    if (!gate) continue;
    it(`${id} mutant is caught`, async () => {
      assert.ok(mutant, "a gate case has a mutant");
      const build = await buildMutant(id, mutant);
      // An app that is broken throughout would fail every attack, and prove nothing.
      await withScene(build, postgres, "express5", useHonestly);
      await mustBeCaught(withScene(build, postgres, "express5", attack));
    });
  }
});

async function useHonestly(scene: Scene): Promise<void> {
  const { limits } = scene.stores((await scene.redis()).port);
  const bed = await scene.bed({ records: await scene.records(), limits });
  const { authenticator } = await enrolled(bed, "honest");
  const browser = await signedIn(bed, "honest");
  const verified = await browser.verify(authenticator.code());
  assert.equal(verified.status, 200, `the honest user still gets in: ${verified.text}`);
  const account = await browser.request("GET", "/account");
  assert.equal(account.status, 200, "and past the guard");
}
