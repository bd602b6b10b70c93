import assert from "node:assert/strict";
import { it } from "vitest";
import { proveAudit } from "./audit/prove.js";

/** `npm run proof -- audit` does it with a million. */
it("verifies a log of 2,000 events and finds every manipulation of it", async () => {
  const { sizes, tried } = await proveAudit(2000, () => {});
  assert.deepEqual(
    sizes.map(({ rows, verified }) => [rows, verified]),
    [
      [500, true],
      [1000, true],
      [2000, true],
    ],
  );
  assert.deepEqual(
    tried.filter(({ exact }) => !exact),
    [],
  );
  assert.ok(tried.length > 15);
}, 120_000);
