import assert from "node:assert/strict";
import type { MasterKey } from "@second-factor/core";
import { pkcs11 } from "@second-factor/kms/pkcs11";
import { masterKeyContract } from "@second-factor/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { untilNothing } from "../servers/until.js";
import { faultOf, someKey, testContext } from "./fault-of.js";
import { insertToken, type SoftToken } from "./servers/soft-token.js";

let token: SoftToken;
beforeAll(() => {
  token = insertToken([
    { label: "master", id: "01" },
    { label: "other", id: "02" },
    { label: "twin", id: "03" },
    { label: "twin", id: "04" },
    { label: "loose", id: "05", isExtractable: true },
  ]);
});
afterAll(() => token.remove());

const keyOf = (keyLabel: string, more: { pin?: () => string; keyId?: string } = {}) => {
  const { library, tokenLabel, pin } = token;
  return pkcs11({ library, tokenLabel, keyLabel, pin: () => pin, ...more });
};

async function open() {
  const [masterKey, other] = [keyOf("master"), keyOf("other")];
  return {
    masterKey,
    other,
    breakIt: async () => token.takeOut(),
    async close() {
      token.putBack();
      await untilNothing(() => failing(masterKey));
      await Promise.all([masterKey.close(), other.close()]);
    },
  };
}

/** Null where it works. */
const failing = (masterKey: MasterKey): Promise<string | null> =>
  masterKey.wrap(someKey(), testContext).then(() => null, String);

masterKeyContract({ describe, it }, { name: "SoftHSM through PKCS#11", open });

describe("pkcs11", () => {
  it("uses a key that the token gives to nobody", () => {
    assert.throws(() => token.readKey("master"), /CKR_ATTRIBUTE_SENSITIVE/);
    assert.doesNotThrow(() => token.readKey("loose"), "the question is asked rightly");
  });

  it("uses no key that can leave the token, and says so", async () => {
    const failure = await faultOf(keyOf("loose").wrap(someKey(), testContext));
    assert.equal(failure.fault, "refused");
    assert.match(failure.message, /can leave the token: .* without CKA_EXTRACTABLE/);
  });

  it("works again by itself when the token is back", async () => {
    const masterKey = keyOf("master");
    const key = someKey();
    const wrapped = await masterKey.wrap(key, testContext);
    token.takeOut();
    for (let times = 0; times < 3; times += 1) {
      const failure = await faultOf(masterKey.unwrap(wrapped, testContext));
      assert.equal(failure.fault, "unreachable");
    }
    token.putBack();
    await untilNothing(() => failing(masterKey));
    assert.deepEqual(await masterKey.unwrap(wrapped, testContext), key);
    await masterKey.close();
  });

  it("tries a PIN that was refused no second time: tokens lock themselves", async () => {
    // A fresh sign-in: nobody in this process may be signed in before it.
    let pin = "wrong-pin";
    const masterKey = keyOf("master", { pin: () => pin });
    const first = await faultOf(masterKey.wrap(someKey(), testContext));
    assert.equal(`${first.fault}: ${first.message}`, "denied: CKR_PIN_INCORRECT");
    // From here on the token would take it.
    token.changePin(token.pin, "wrong-pin");
    const second = await faultOf(masterKey.wrap(someKey(), testContext));
    assert.equal(second.fault, "denied");
    assert.match(second.message, /has refused this PIN before/);
    assert.ok(!JSON.stringify([first, first.stack, second, second.stack]).includes("wrong-pin"));
    pin = "another-pin";
    const third = await faultOf(masterKey.wrap(someKey(), testContext));
    assert.equal(third.message, "CKR_PIN_INCORRECT", "a PIN that is new is tried");
    token.changePin("wrong-pin", token.pin);
  });

  it("takes its PIN from the environment where it is given none", async () => {
    const { library, tokenLabel } = token;
    const masterKey = pkcs11({ library, tokenLabel, keyId: "01" });
    const failure = await faultOf(masterKey.wrap(someKey(), testContext));
    assert.equal(`${failure.fault}: ${failure.message}`, "denied: there is no PIN");
    process.env.SECOND_FACTOR_PKCS11_PIN = token.pin;
    try {
      assert.equal(await failing(masterKey), null);
    } finally {
      delete process.env.SECOND_FACTOR_PKCS11_PIN;
      await masterKey.close();
    }
  });

  it("says which of token, key and library is not there", async () => {
    const { library, tokenLabel, pin } = token;
    const right = { library, tokenLabel, keyLabel: "master", pin: () => pin };
    const wrong = [
      [{ ...right, tokenLabel: "elsewhere" }, "unreachable: there is no such token"],
      [{ ...right, keyLabel: "none" }, "refused: the token has no such key"],
      [{ ...right, keyLabel: "twin" }, "refused: the token has several such keys; give the id too"],
      [
        { ...right, library: "/nowhere.so" },
        "unreachable: the library /nowhere.so cannot be loaded",
      ],
    ] as const;
    for (const [options, words] of wrong) {
      const { fault, message } = await faultOf(pkcs11(options).wrap(someKey(), testContext));
      assert.equal(`${fault}: ${message}`, words);
    }
    const twin = keyOf("twin", { keyId: "04" });
    assert.equal(await failing(twin), null, "the id tells two keys of one label apart");
    await twin.close();
    assert.throws(() => pkcs11({ library, tokenLabel }), /keyLabel, its keyId, or both/);
  });
});
