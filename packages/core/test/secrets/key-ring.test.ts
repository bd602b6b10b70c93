import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { crypto } from "#crypto";
import { ConfigurationError } from "../../src/configuration/configuration-error.js";
import { crypto as web } from "../../src/crypto/web.js";
import { keyRing } from "../../src/secrets/key-ring.js";

const random = () => randomBytes(32).toString("base64");
const base64 = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString("base64");

const refusal = (text: string | undefined): ConfigurationError => {
  try {
    keyRing(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe("keyRing", () => {
  it("seals with the first key and opens with all", () => {
    const keys = keyRing(`k2:${random()},k1:${random()}`);
    expect(keys.sealingKeyId).toBe("k2");
    expect(keys.keyIds).toEqual(["k2", "k1"]);
    expect(keys.subkey("k1", "totp")).not.toBe(null);
    expect(keys.subkey("k3", "totp")).toBe(null);
    expect(keys.subkey("constructor", "totp")).toBe(null);
  });

  it("makes MACs for the audit log with any key, by none of the keys that seal", async () => {
    const raw = randomBytes(32);
    const keys = keyRing(`k2:${random()},k1:${raw.toString("base64")}`);
    const mac = await keys.auditMac("k1", "a row");
    const subkey = hkdfSync("sha256", raw, "", "second-factor/v1/audit", 32);
    const expected = createHmac("sha256", new Uint8Array(subkey)).update("a row");
    expect(mac).toBe(expected.digest("base64url"));
    expect(await keys.auditMac("k2", "a row")).not.toBe(mac);
    expect(keys.auditMac("k9", "a row")).toBe(null);
    keys.forget?.();
    expect(await keys.auditMac("k1", "a row")).toBe(mac);
  });

  it("reads base64url, missing padding and space around the entries", () => {
    const url = randomBytes(32).toString("base64url");
    const id = "a".repeat(32);
    expect(keyRing(` k-2_B:${url} ,\n${id}:${random()}\n`).keyIds).toEqual(["k-2_B", id]);
  });

  it("derives a subkey on first use, once, and keeps no promise of it", async () => {
    const derive = vi.spyOn(crypto, "deriveSealingKey");
    const keys = keyRing(`k1:${random()}`);
    expect(derive).not.toHaveBeenCalled();
    const first = keys.subkey("k1", "totp");
    expect(keys.subkey("k1", "totp")).toBe(first);
    expect(derive).toHaveBeenCalledTimes(1);
    expect(derive.mock.calls[0]?.[1]).toBe("second-factor/v1/totp");
    expect(keys.subkey("k1", "pending")).not.toBe(first);

    derive.mockImplementation(web.deriveSealingKey);
    const slow = keys.subkey("k1", "cookie");
    expect(slow).toBeInstanceOf(Promise);
    // A second request does not wait for what the first began.
    expect(keys.subkey("k1", "cookie")).not.toBe(slow);
    await slow;
    expect(keys.subkey("k1", "cookie")).not.toBeInstanceOf(Promise);
  });

  it.each([
    ["undefined", undefined],
    ["empty", ""],
    ["blank", " \n"],
    ["no text", 42 as unknown as string],
  ])("CRY-10 refuses a key ring that is %s", (_, text) => {
    expect(refusal(text)).toMatchObject({ code: "key_ring_missing" });
    expect(refusal(text).remedy).toContain("randomBytes(32)");
  });

  it.each([
    ["key_malformed", "a word", "changeme"],
    ["key_malformed", "a key without an id", random()],
    ["key_malformed", "an empty id", `:${random()}`],
    ["key_malformed", "an id with a space", `k 1:${random()}`],
    ["key_malformed", "an id of 33 characters", `${"k".repeat(33)}:${random()}`],
    ["key_malformed", "an id beyond ASCII", `ķ1:${random()}`],
    ["key_malformed", "an empty key", "k1:"],
    ["key_malformed", "a comma at the end", `k1:${random()},`],
    ["key_malformed", "what is no base64", `k1:${"!".repeat(44)}`],
    ["key_malformed", "a key with white space inside", `k1:${random().replace(/(.{9})/, "$1 ")}`],
    ["key_malformed", "two keys in one entry", `k1:${random()}:${random()}`],
    ["key_malformed", "a megabyte", `k1:${"A".repeat(1_000_000)}`],
    ["key_wrong_length", "a word for a key", "k1:changeme"],
    ["key_wrong_length", "31 bytes", `k1:${randomBytes(31).toString("base64")}`],
    ["key_wrong_length", "33 bytes", `k1:${randomBytes(33).toString("base64")}`],
    ["key_wrong_length", "16 bytes", `k1:${randomBytes(16).toString("base64")}`],
    ["key_wrong_length", "hexadecimal text", `k1:${randomBytes(32).toString("hex")}`],
    ["key_low_entropy", "zeros", `k1:${base64(new Array(32).fill(0))}`],
    ["key_low_entropy", "one byte over and over", `k1:${base64(new Array(32).fill(0xa7))}`],
    [
      "key_low_entropy",
      "15 different bytes",
      `k1:${base64(Array.from({ length: 32 }, (_, i) => 200 + (i % 15)))}`,
    ],
    [
      "key_low_entropy",
      "a passphrase",
      `k1:${base64(Buffer.from("the quick brown fox jumps over 1"))}`,
    ],
    [
      "key_low_entropy",
      "hexadecimal text in base64",
      `k1:${base64(Buffer.from("0123456789abcdef".repeat(2)))}`,
    ],
    [
      "key_low_entropy",
      "zeros behind a good key",
      `k2:${random()},k1:${base64(new Array(32).fill(0))}`,
    ],
  ])("CRY-10 refuses with %s: %s", (code, _, text) => {
    expect(refusal(text)).toMatchObject({ code });
    expect(refusal(text).help).toMatch(new RegExp(`#${code}$`));
  });

  it("CRY-10 refuses an id or a key that stands twice", () => {
    const key = random();
    expect(refusal(`k1:${random()},k1:${random()}`)).toMatchObject({ code: "key_duplicate" });
    expect(refusal(`k2:${key},k1:${key}`)).toMatchObject({ code: "key_duplicate" });
    const url = key.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    expect(refusal(`k3:${random()},k2:${key},k1:${url}`).message).toContain("Keys 2 and 3");
  });

  it("LOG-02 shows no part of a key in messages, also where it stands in the wrong place", () => {
    const texts = [
      random(),
      `${random().slice(0, 30)}:k1`,
      `k1:${random()}x`,
      `k1:${randomBytes(31).toString("base64")}`,
      `k1:${base64(Buffer.from("the quick brown fox jumps over 1"))}`,
      `${random()},${random()}`,
      `k1=${random()}`,
    ];
    for (const text of texts) {
      const shown = inspect(refusal(text), { showHidden: true, depth: 9 });
      for (const part of text.match(/[A-Za-z0-9+/]{8,}/g) ?? []) expect(shown).not.toContain(part);
    }
  });

  it("LOG-02 shows no key when it is printed, serialised or cloned", () => {
    const bytes = randomBytes(32);
    const keys = keyRing(`k1:${bytes.toString("base64")}`);
    keys.subkey("k1", "totp");
    const shown =
      inspect(keys, { showHidden: true, depth: 9 }) + JSON.stringify(keys) + String(keys);
    const forms = [
      bytes.toString("base64").slice(0, 40),
      bytes.toString("hex"),
      bytes.join(", "),
      bytes.join(","),
    ];
    for (const form of [
      ...forms,
      (bytes.toString("hex").match(/../g) ?? []).slice(0, 8).join(" "),
    ]) {
      expect(shown).not.toContain(form);
    }
    expect(() => structuredClone(keys)).toThrow();
    expect(JSON.parse(JSON.stringify({ ...keys }))).toEqual({ sealingKeyId: "k1", keyIds: ["k1"] });
  });
});
