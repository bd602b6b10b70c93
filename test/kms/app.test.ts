import assert from "node:assert/strict";
import { generateWrappedKey, wrappedKeyRing } from "@second-factor/core";
import { type Pkcs11MasterKey, pkcs11 } from "@second-factor/kms/pkcs11";
import { afterAll, beforeAll, it } from "vitest";
import { enrolled, signedIn } from "../attacks/attacker/sign-in.js";
import { untilNothing } from "../servers/until.js";
import { variants } from "../testbed/index.js";
import { someKey, testContext } from "./fault-of.js";
import { insertToken, type SoftToken } from "./servers/soft-token.js";

let token: SoftToken;
let hsm: Pkcs11MasterKey;
beforeAll(() => {
  token = insertToken([{ label: "master", id: "01" }]);
  const { library, tokenLabel, pin } = token;
  hsm = pkcs11({ library, tokenLabel, keyLabel: "master", pin: () => pin });
});
afterAll(async () => {
  await hsm?.close();
  token?.remove();
});

const express = variants.find(({ name }) => name === "express5")!;

it("an Express app goes on without its token, says 503 when it needs it, and goes on when it is back (CRY-06, CRY-11)", async () => {
  const calls = { unwrap: 0 };
  const counted: typeof hsm = {
    ...hsm,
    unwrap(wrapped, context) {
      calls.unwrap += 1;
      return hsm.unwrap(wrapped, context);
    },
  };
  const text = await generateWrappedKey("d1", "hsm", hsm);
  const keys = wrappedKeyRing(text, { masterKeys: { hsm: counted } });
  const bed = await express.start({ engine: { keys } });
  try {
    const { browser, authenticator } = await enrolled(bed, "alice");
    const nextCode = () => {
      bed.clock.advance({ seconds: 30 });
      return authenticator.code();
    };

    token.takeOut();
    const warm = await signedIn(bed, "alice");
    assert.equal((await warm.verify(nextCode())).status, 200, "a warm app needs no master key");
    assert.equal(calls.unwrap, 1, "one unwrap served an enrollment and a verify");

    bed.engine.forgetKeys();
    const cold = await signedIn(bed, "alice");
    const otp = nextCode();
    const refused = await cold.verify(otp);
    assert.equal(`${refused.status} ${refused.code}`, "503 key_unavailable");
    assert.match(String(refused.headers["retry-after"]), /^\d+$/);
    assert.equal((await browser.request("GET", "/account")).status, 200, "marks need no key");
    const outside = await cold.request("GET", "/account");
    assert.equal(outside.code, "second_factor_required", "an outage is not an unenrolled account");

    token.putBack();
    await untilNothing(() => hsm.wrap(someKey(), testContext).then(() => null, String));
    const accepted = await cold.verify(otp);
    assert.equal(accepted.status, 200, "the code that met the outage was not used up by it");
  } finally {
    await bed.close();
  }
});
