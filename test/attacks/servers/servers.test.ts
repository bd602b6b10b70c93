import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { readKnownCases } from "../../run/known-cases.mjs";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import type { VariantName } from "../../testbed/index.js";
import { serverCases } from "./case-table.js";
import { buildSources, withScene } from "./scene.js";

const usual: readonly VariantName[] = ["express5", "hono"];

describe("every way in stays shut on real servers", () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres({ settings: { fsync: "off" } });
  });
  afterAll(() => postgres?.close());

  for (const { id, title, variants, attack } of serverCases) {
    for (const variant of variants ?? usual) {
      it(`${id} ${title}: ${variant}`, async () =>
        withScene(await buildSources(), postgres, variant, attack));
    }
  }

  it("agrees with the table of known cases on which are gates", () => {
    const known = new Map(
      readKnownCases().flatMap(({ cases }) => cases.map((one) => [one.id, one])),
    );
    for (const { id, gate } of serverCases) {
      assert.equal(known.get(id)?.gate, gate, `known-cases.md has ${id}, as a gate or not`);
    }
  });
});
