import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { marker } from "./rotation/people.js";
import { promisesBroken } from "./rotation/promises-broken.js";
import { proveRotation } from "./rotation/prove.js";
import { searchDump } from "./rotation/search-dump.js";

/** `npm run proof -- rotation` does it with 100,000 secrets and five kills. */
describe("a rotation under sign-ins, killed and started again", () => {
  it("lets everybody in and seals everything anew (CRY-05)", async () => {
    const result = await proveRotation("sqlite", { secrets: 500, kills: 2, pageSize: 10 });
    assert.deepEqual(promisesBroken(result), []);
    assert.equal(result.killedAt.length, 2);
  }, 120_000);

  it("finds what must not be in a dump, in every form", () => {
    const canaries = { codes: new Set(["123456"]), recoveryCodes: ["ABCD-EFGH"] };
    const secret = Buffer.concat([marker, Buffer.from([1, 2, 3])]);
    const forms = [
      secret.toString("hex"),
      secret.toString("base64"),
      secret.toString("latin1"),
      "INQW4YLSPFJWKYZB",
      "ABCD-EFGH",
      "ABCDEFGH",
      "123456",
    ];
    for (const form of forms) assert.equal(searchDump(`one | ${form} | two`, canaries), 1, form);
    assert.equal(searchDump("1234567 | 0123456789 | a123456 | 654321", canaries), 0);
  });
});
