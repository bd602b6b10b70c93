import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crypto as node } from "../../src/crypto/node.js";
import { crypto as web } from "../../src/crypto/web.js";
import { bindTo } from "../../src/secrets/additional-data.js";
import { type KeyRing, keyRing } from "../../src/secrets/key-ring.js";
import { type Purpose, purposes, subkeyInfo } from "../../src/secrets/purpose.js";
import { createSealer, type Opened } from "../../src/secrets/sealer.js";
import { Unavailable } from "../../src/unavailable.js";
import { beforeKey, sealedBefore } from "./sealed-before.js";

const k1 = `k1:${randomBytes(32).toString("base64")}`;
const k2 = `k2:${randomBytes(32).toString("base64")}`;
const secret = new TextEncoder().encode("12345678901234567890");
const ada = { subjectId: "ada", authenticatorId: "phone" };
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The ring as it is on Workers: subkeys are promises until they are there. */
const webKeyRing = (text: string): KeyRing => {
  const keys = keyRing(text);
  const masters = new Map(text.split(",").map((entry) => entry.split(":") as [string, string]));
  return {
    ...keys,
    subkey(keyId, purpose) {
      const master = masters.get(keyId);
      if (master === undefined) return null;
      return web.deriveSealingKey(Buffer.from(master, "base64"), subkeyInfo(purpose));
    },
  };
};

const rooms = [
  [
    "node",
    (text: string, namespace = "default") =>
      createSealer({ keys: keyRing(text), namespace, crypto: node }),
  ],
  [
    "web",
    (text: string, namespace = "default") =>
      createSealer({ keys: webKeyRing(text), namespace, crypto: web }),
  ],
] as const;

const plaintextOf = (opened: Opened) =>
  opened.outcome === "opened" ? hex(opened.plaintext) : opened.outcome;

describe.each(rooms)("sealer over %s", (name, sealerOf) => {
  it("opens what it sealed", async () => {
    const sealer = sealerOf(k1);
    const sealed = await sealer.seal("totp", ada, secret);
    const opened = await sealer.open("totp", ada, sealed);
    expect(opened).toMatchObject({ outcome: "opened", keyId: "k1", stale: false });
    expect(plaintextOf(opened)).toBe(hex(secret));
    expect([...sealed.subarray(0, 4)]).toEqual([1, 2, 0x6b, 0x31]);
    expect(sealed).toHaveLength(4 + 12 + secret.length + 16);
    expect(hex(sealed)).not.toContain(hex(secret));
  });

  it("opens what the other platform sealed", async () => {
    const [, otherOf] = rooms.find(([other]) => other !== name) as (typeof rooms)[number];
    const sealed = await otherOf(`${k2},${k1}`).seal("pending", ada, secret);
    expect(plaintextOf(await sealerOf(`${k1},${k2}`).open("pending", ada, sealed))).toBe(
      hex(secret),
    );
  });

  it.each(Object.entries(sealedBefore))(
    "opens what was sealed for %s when the format was new",
    async (purpose, sealed) => {
      const sealer = sealerOf(`${k2},${beforeKey}`);
      const bytes = new Uint8Array(Buffer.from(sealed, "base64"));
      const opened = await sealer.open(purpose as Purpose, ada, bytes);
      expect(plaintextOf(opened)).toBe(hex(secret));
      expect(opened).toMatchObject({ keyId: "k1", stale: true });
    },
  );

  it("CRY-01 refuses a row that was moved to another subject", async () => {
    const sealer = sealerOf(k1);
    const sealed = await sealer.seal("totp", ada, secret);
    const bob = { ...ada, subjectId: "bob" };
    expect(await sealer.open("totp", bob, sealed)).toEqual({ outcome: "refused" });
  });

  it("CRY-01 refuses a row that was moved to another namespace", async () => {
    const sealed = await sealerOf(k1, "one").seal("totp", ada, secret);
    expect(await sealerOf(k1, "two").open("totp", ada, sealed)).toEqual({ outcome: "refused" });
  });

  it("CRY-02 refuses another authenticator of the same subject, and another purpose", async () => {
    const sealer = sealerOf(k1);
    for (const purpose of purposes) {
      const sealed = await sealer.seal(purpose, ada, secret);
      const tablet = { ...ada, authenticatorId: "tablet" };
      expect(await sealer.open(purpose, tablet, sealed)).toEqual({ outcome: "refused" });
      for (const other of purposes) {
        const opened = await sealer.open(other, ada, sealed);
        expect(opened.outcome).toBe(other === purpose ? "opened" : "refused");
      }
    }
  });

  it("CRY-03 opens with no bit flipped, in the header neither", async () => {
    const sealer = sealerOf(`${k2},${k1}`);
    const sealed = await sealer.seal("totp", ada, secret);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = new Uint8Array(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const { outcome } = await sealer.open("totp", ada, flipped);
      // In the key id a flip names another key, here or not.
      const inKeyId = bit >> 3 >= 1 && bit >> 3 < 4;
      expect(inKeyId ? ["key_missing", "refused"] : ["refused"]).toContain(outcome);
    }
  });

  it("CRY-03 binds the key id: a header that names another key of the same bytes does not open", async () => {
    const sealed = await sealerOf(k1).seal("totp", ada, secret);
    const renamed = new Uint8Array(sealed);
    renamed[3] = 0x39;
    const sealer = sealerOf(k1.replace("k1:", "k9:"));
    expect(await sealer.open("totp", ada, renamed)).toEqual({ outcome: "refused" });
  });

  it("CRY-04 refuses whatever was cut short", async () => {
    const sealer = sealerOf(k1);
    const sealed = await sealer.seal("totp", ada, secret);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(await sealer.open("totp", ada, sealed.subarray(0, length))).toEqual({
        outcome: "refused",
      });
    }
    expect(await sealer.open("totp", ada, new Uint8Array([...sealed, 0]))).toEqual({
      outcome: "refused",
    });
  });

  it("CRY-05 opens with an old key and says that it is stale", async () => {
    const sealed = await sealerOf(k1).seal("totp", ada, secret);
    const rotated = sealerOf(`${k2},${k1}`);
    const opened = await rotated.open("totp", ada, sealed);
    expect(opened).toMatchObject({ outcome: "opened", keyId: "k1", stale: true });
    const resealed = await rotated.seal("totp", ada, secret);
    expect(await rotated.open("totp", ada, resealed)).toMatchObject({ keyId: "k2", stale: false });
    // An instance that still runs with the old configuration has both keys in its ring, the old one first.
    expect(await sealerOf(`${k1},${k2}`).open("totp", ada, resealed)).toMatchObject({
      outcome: "opened",
    });
  });

  it("CRY-06 tells a missing key from a damaged secret", async () => {
    const sealed = await sealerOf(k1).seal("totp", ada, secret);
    expect(await sealerOf(k2).open("totp", ada, sealed)).toEqual({ outcome: "key_missing" });
  });

  it("CRY-08 knows one format: no other version, no plaintext", async () => {
    const sealer = sealerOf(k1);
    const sealed = await sealer.seal("totp", ada, secret);
    for (let version = 0; version < 256; version += 1) {
      const claimed = new Uint8Array(sealed);
      claimed[0] = version;
      const { outcome } = await sealer.open("totp", ada, claimed);
      expect(outcome).toBe(version === 1 ? "opened" : "refused");
    }
    expect(await sealer.open("totp", ada, secret)).toEqual({ outcome: "refused" });
    for (const length of [0, 33, 255]) {
      const claimed = new Uint8Array(sealed);
      claimed[1] = length;
      expect(await sealer.open("totp", ada, claimed)).toEqual({ outcome: "refused" });
    }
  });

  it("keeps parallel calls apart", async () => {
    const sealer = sealerOf(k1);
    const rows = Array.from({ length: 50 }, (_, index) => ({
      ...ada,
      subjectId: `subject-${index}`,
    }));
    const sealed = await Promise.all(rows.map((row) => sealer.seal("totp", row, secret)));
    const opened = await Promise.all(
      rows.map((row, index) => sealer.open("totp", row, sealed[index] as Uint8Array)),
    );
    expect(opened.map(plaintextOf)).toEqual(rows.map(() => hex(secret)));
  });
});

describe("sealer", () => {
  it("is synchronous on node", () => {
    const sealer = createSealer({ keys: keyRing(k1), namespace: "default", crypto: node });
    const sealed = sealer.seal("totp", ada, secret);
    expect(sealed).toBeInstanceOf(Uint8Array);
    expect(sealer.open("totp", ada, sealed as Uint8Array)).toMatchObject({ outcome: "opened" });
  });

  it("is unavailable where the ring has lost its own key", () => {
    const keys: KeyRing = { ...keyRing(k1), subkey: () => null };
    const sealer = createSealer({ keys, namespace: "default", crypto: node });
    expect(() => sealer.seal("totp", ada, secret)).toThrow(Unavailable);
  });
});

describe("additional data", () => {
  const dataOf = (scope: string, subjectId: string, authenticatorId: string, keyId: string) =>
    Buffer.from(bindTo(scope)("totp", { subjectId, authenticatorId }, keyId)).toString("utf8");

  it("stands for one list of parts only", () => {
    const part = fc.string({ unit: fc.constantFrom(..."ab1:|,"), maxLength: 4 });
    const parts = fc.tuple(part, part, part);
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const same = left.every((text, index) => text === right[index]);
        expect(dataOf("1|", ...left) === dataOf("1|", ...right)).toBe(same);
      }),
      { numRuns: 2000 },
    );
    expect(dataOf("1|", "a", "bc", "k")).not.toBe(dataOf("1|", "ab", "c", "k"));
    expect(dataOf("1|", "a1:b", "", "k")).not.toBe(dataOf("1|", "a", "b", "k"));
  });

  it("holds names of any length, in any script", () => {
    const long = "ü🙂".repeat(2000);
    const expected = `1|7:default4:totp${long.length}:${long}5:phone2:k1`;
    expect(dataOf("1|7:default", long, "phone", "k1")).toBe(expected);
    const bind = bindTo("1|7:default");
    expect(Buffer.from(bind("totp", ada, "k1")).toString()).toBe(
      "1|7:default4:totp3:ada5:phone2:k1",
    );
    const other = { subjectId: "b", authenticatorId: "" };
    expect(Buffer.from(bind("bearer", other, "k2")).toString()).toBe(
      "1|7:default6:bearer1:b0:2:k2",
    );
  });
});
