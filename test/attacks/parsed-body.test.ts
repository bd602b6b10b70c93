import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { variants } from "../testbed/index.js";
import { enrolled, signedIn } from "./attacker/sign-in.js";
import { attackCases } from "./case-table.js";
import { onBed, runAttack } from "./run-attack.js";

/** Those that hold whoever parses. How long a body may be, and what its bytes are, is the host's parser's to judge. */
const eitherWay = ["INJ-01", "INJ-02", "INJ-03", "INJ-04", "INJ-05", "INJ-08"];

describe.each(variants)("behind the body parser of a host on $name", (variant) => {
  for (const { id, title, attack, bed } of attackCases.filter((one) =>
    eitherWay.includes(one.id),
  )) {
    it(`${id} ${title}`, () => runAttack({ attack, bed: { ...bed, parser: true } }, variant));
  }

  it("INJ-09 the first of two fields never counts", () =>
    onBed(variant, { parser: true }, async (bed) => {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      const send = (body: string) =>
        browser.request("POST", "/2fa/verify", {
          body,
          headers: { "content-type": "application/json" },
        });
      const otp = authenticator.code();
      const first = await send(`{"otp":"${otp}","otp":"000000"}`);
      assert.ok([400, 401].includes(first.status), first.text);
      // The last wins where the parser keeps no bytes; where it does, nobody does.
      const last = await send(`{"otp":"000000","otp":"${otp}"}`);
      assert.ok([200, 400].includes(last.status), last.text);
      assert.equal(last.status === 400, first.status === 400, "the same rule both times");
    }));
});
