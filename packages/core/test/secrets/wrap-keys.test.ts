import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../src/configuration/configuration-error.js";
import { MasterKeyError } from "../../src/secrets/master-key.js";
import { localMasterKey } from "../../src/secrets/wrapped/local-master-key.js";
import { generateWrappedKey, rewrapKeys } from "../../src/secrets/wrapped/wrap-keys.js";
import { wrappedKeyRing } from "../../src/secrets/wrapped/wrapped-key-ring.js";
import { fakeMasterKey } from "./fake-master-key.js";

const random = (bytes = 60) => randomBytes(bytes).toString("base64");
const { masterKey } = fakeMasterKey();
const masterKeys = { m: masterKey };
const context = { application: "second-factor", keyId: "d1" } as const;

const refusal = (text: string | undefined, keys: object = masterKeys) => {
  try {
    wrappedKeyRing(text, { masterKeys: keys as never });
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
};

describe("the text of a wrapped ring", () => {
  it.each([
    ["key_ring_missing", "unset", undefined],
    ["key_ring_missing", "blank", " \n"],
    ["key_malformed", "a plain key", `k1:${random(32)}`],
    ["key_malformed", "no label", `d1@:${random()}`],
    ["key_malformed", "no id", `@m:${random()}`],
    ["key_malformed", "an id of 33 characters", `${"d".repeat(33)}@m:${random()}`],
    ["key_malformed", "a comma at the end", `d1@m:${random()},`],
    ["key_malformed", "no base64", `d1@m:${"!".repeat(80)}`],
    ["key_malformed", "a megabyte", `d1@m:${"A".repeat(1_000_000)}`],
    ["key_wrong_length", "a plain key behind a label", `d1@m:${random(32)}`],
    ["key_wrong_length", "more than any master key wraps to", `d1@m:${random(4098)}`],
    ["key_duplicate", "an id twice", `d1@m:${random()},d1@m:${random()}`],
    ["master_key_missing", "a label that nobody has", `d1@aws:${random()}`],
    ["master_key_missing", "a label of every object", `d1@constructor:${random()}`],
  ])("CRY-10 is refused with %s: %s", (code, _, text) => {
    expect(refusal(text)).toMatchObject({ code });
  });

  it("CRY-10 is refused where bytes stand twice, and where a master key is none", () => {
    const bytes = random();
    expect(refusal(`d2@m:${bytes},d1@m:${bytes}`)).toMatchObject({ code: "key_duplicate" });
    for (const keys of [{}, { m: null }, { m: { wrap: () => null } }])
      expect(refusal(`d1@m:${bytes}`, keys)).toMatchObject({ code: "master_key_missing" });
  });

  it("LOG-02 is in no message, whatever stands in the wrong place", () => {
    for (const text of [random(), `${random()}@m`, `d1@${random(20)}:m`, `d1@m:${random(32)}`]) {
      for (const part of text.match(/[A-Za-z0-9+/]{8,}/g) ?? [])
        expect(refusal(text).message).not.toContain(part);
    }
  });

  it.each([
    { cacheSeconds: 601 },
    { cacheSeconds: 9 },
    { cacheSeconds: Number.NaN },
    { mostCached: 0 },
    { deadlineMs: 0 },
    { mostSeals: 2 ** 33 },
  ])("comes with options that are in range, or not at all: %j", (options) => {
    const text = `d1@m:${random()}`;
    expect(() => wrappedKeyRing(text, { masterKeys, ...options })).toThrow(/budget_invalid/);
  });
});

describe("generateWrappedKey", () => {
  it("gives an entry that a ring takes, another one each time", async () => {
    const entries = await Promise.all(
      ["d1", "d2"].map((id) => generateWrappedKey(id, "m", masterKey)),
    );
    expect(wrappedKeyRing(entries.join(","), { masterKeys }).keyIds).toEqual(["d1", "d2"]);
    expect(await generateWrappedKey("d1", "m", masterKey)).not.toBe(entries[0]);
  });

  it.each([
    ["a b", "m"],
    ["", "m"],
    ["d1", "m:"],
    ["d".repeat(33), "m"],
  ])("refuses the id %j and the label %j", async (id, label) => {
    await expect(generateWrappedKey(id, label, masterKey)).rejects.toMatchObject({
      code: "key_malformed",
    });
  });

  it("gives out no key that its master key does not give back", async () => {
    const { masterKey: other, state } = fakeMasterKey();
    state.unwrapping = async () => new Uint8Array(32);
    await expect(generateWrappedKey("d1", "m", other)).rejects.toBeInstanceOf(MasterKeyError);
  });
});

describe("rewrapKeys", () => {
  it("keeps ids and order, and leaves nothing to the old master key", async () => {
    const other = localMasterKey(`other:${random(32)}`);
    const old = `${await generateWrappedKey("d2", "m", masterKey)},${await generateWrappedKey("d1", "m", masterKey)}`;
    const moved = await rewrapKeys(old, { ...masterKeys, other }, "other");
    expect(moved).toMatch(/^d2@other:[\w-]+,d1@other:[\w-]+$/);
    const keys = wrappedKeyRing(moved, { masterKeys: { other } });
    expect(await keys.check?.()).toEqual([]);
  });

  it("fails as a whole where one key does not unwrap, or nobody has the label", async () => {
    const stray = localMasterKey(`stray:${random(32)}`);
    const text = `${await generateWrappedKey("d2", "m", masterKey)},${await generateWrappedKey("d1", "m", stray)}`;
    await expect(rewrapKeys(text, masterKeys, "m")).rejects.toMatchObject({ fault: "refused" });
    await expect(rewrapKeys(text, masterKeys, "aws")).rejects.toMatchObject({
      code: "master_key_missing",
    });
  });
});

describe("localMasterKey", () => {
  const m1 = `m1:${random(32)}`;
  const key = new Uint8Array(randomBytes(32));

  it("unwraps what it wrapped, in the same context only", async () => {
    const local = localMasterKey(m1);
    const wrapped = await local.wrap(key, context);
    expect([...(await local.unwrap(wrapped, context))]).toEqual([...key]);
    await expect(local.unwrap(wrapped, { ...context, keyId: "d2" })).rejects.toMatchObject({
      fault: "refused",
    });
    wrapped[wrapped.length - 1] = (wrapped.at(-1) ?? 0) ^ 1;
    await expect(local.unwrap(wrapped, context)).rejects.toBeInstanceOf(MasterKeyError);
  });

  it("is rotated as a key ring is: a new one in front", async () => {
    const wrapped = await localMasterKey(m1).wrap(key, context);
    const rotated = localMasterKey(`m2:${random(32)},${m1}`);
    expect([...(await rotated.unwrap(wrapped, context))]).toEqual([...key]);
    await expect(localMasterKey(`m2:${random(32)}`).unwrap(wrapped, context)).rejects.toMatchObject(
      { fault: "refused" },
    );
  });
});
