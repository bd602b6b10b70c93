import { createHmac, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crypto as node } from "../../src/crypto/node.js";
import type { CryptoPort, SealingKey } from "../../src/crypto/port.js";
import { crypto as web } from "../../src/crypto/web.js";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (value: Uint8Array | null) =>
  value === null ? null : Buffer.from(value).toString("hex");
const utf8 = (text: string) => new TextEncoder().encode(text);

const masterKey = new Uint8Array(32).map((_, index) => (index * 37 + 11) & 255);
const secret = utf8("12345678901234567890");
const aad = utf8("1|7:default4:totp3:ada5:phone2:k1");

/** A key with known bytes: the port itself only derives keys. */
const knownKey: Record<string, (raw: Uint8Array) => Promise<SealingKey>> = {
  node: async (raw) => createSecretKey(raw) as unknown as SealingKey,
  web: async (raw) => {
    const uses: KeyUsage[] = ["encrypt", "decrypt"];
    const key = await globalThis.crypto.subtle.importKey(
      "raw",
      new Uint8Array(raw),
      "AES-GCM",
      false,
      uses,
    );
    return key as unknown as SealingKey;
  },
};

const ports: readonly (readonly [string, CryptoPort])[] = [
  ["node", node],
  ["web", web],
];

describe.each(ports)("crypto over %s", (name, crypto) => {
  // RFC 2202 and RFC 4231: test cases 1, 2 and the one whose key is longer than the hash's block.
  it.each([
    ["SHA1", "0b".repeat(20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"],
    [
      "SHA1",
      hex(utf8("Jefe")),
      "what do ya want for nothing?",
      "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    ],
    [
      "SHA1",
      "aa".repeat(80),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "aa4ae5e15272d00e95705637ce8a3b55ed402112",
    ],
    [
      "SHA256",
      "0b".repeat(20),
      "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ],
    [
      "SHA256",
      "aa".repeat(131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
    [
      "SHA512",
      "0b".repeat(20),
      "Hi There",
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
    ],
  ] as const)("RFC 2202, RFC 4231: HMAC-%s, key %s", async (algorithm, key, text, mac) => {
    const macs = await crypto.hmac(algorithm, bytes(key as string), [utf8(text), utf8("other")]);
    expect(macs).toHaveLength(2);
    expect(hex(macs[0] ?? null)).toBe(mac);
  });

  it("computes the HMACs of any key and messages, in their order", async () => {
    const lengths = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const algorithms = fc.constantFrom("SHA1", "SHA256", "SHA512");
    const several = fc.array(lengths, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(algorithms, lengths, several, async (algorithm, key, messages) => {
        const expected = messages.map((message) =>
          createHmac(algorithm, key).update(message).digest("hex"),
        );
        expect((await crypto.hmac(algorithm, key, messages)).map(hex)).toEqual(expected);
      }),
    );
  });

  it("digests UTF-8 text by SHA-256, in base64url", async () => {
    expect(await crypto.digest("abc")).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    expect(await crypto.digest("")).toBe("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    expect(await crypto.digest("Ümläut 🙂")).toBe(node.digest("Ümläut 🙂"));
    expect(await crypto.digest("half \ud83d")).toBe(await crypto.digest("half \ufffd"));
  });

  it("ENR-19 draws as many bytes as asked, all of them random", () => {
    expect(crypto.random(0)).toHaveLength(0);
    const seen = new Set<string>();
    const counts = new Array<number>(256).fill(0);
    for (let draw = 0; draw < 5000; draw += 1) {
      const drawn = crypto.random(20);
      expect(drawn).toHaveLength(20);
      seen.add(hex(drawn) as string);
      for (const byte of drawn) counts[byte] = (counts[byte] ?? 0) + 1;
    }
    expect(seen.size).toBe(5000);
    const mean = (5000 * 20) / 256;
    const chiSquare = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
    // 255 degrees of freedom: by chance beyond 400 less than once in 10^7 runs.
    expect(chiSquare).toBeLessThan(400);
  });

  it("compares bytes of equal and unequal length", () => {
    const equal = (left: string, right: string) =>
      crypto.constantTimeEqual(bytes(left), bytes(right));
    expect(equal("", "")).toBe(true);
    expect(equal("0102ff", "0102ff")).toBe(true);
    expect(equal("0102ff", "0102fe")).toBe(false);
    expect(equal("0102ff", "8102ff")).toBe(false);
    expect(equal("0102", "010200")).toBe(false);
    expect(equal("010200", "0102")).toBe(false);
    expect(equal("", "00")).toBe(false);
  });

  it("RFC 5869 appendix A.3: HKDF-SHA-256 without salt or info", async () => {
    const derived = await crypto.deriveSealingKey(bytes("0b".repeat(22)), "");
    const okm = bytes("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    const known = await knownKey[name]?.(okm);
    const sealed = await crypto.seal(derived, secret, aad);
    expect(hex(await crypto.open(known as SealingKey, sealed, aad))).toBe(hex(secret));
  });

  it("makes MACs of UTF-8 text under a key derived as those that seal are", async () => {
    // RFC 5869 appendix A.3 and HMAC-SHA-256, the latter by node:crypto in one go.
    const okm = bytes("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    const key = await crypto.deriveMacKey(bytes("0b".repeat(22)), "");
    for (const text of ["", "abc", "Ümläut 🙂", "half \ud83d"])
      expect(await crypto.mac(key, text)).toBe(
        createHmac("sha256", okm).update(text, "utf8").digest("base64url"),
      );
    const other = await crypto.deriveMacKey(bytes("0b".repeat(22)), "other");
    expect(await crypto.mac(other, "abc")).not.toBe(await crypto.mac(key, "abc"));
  });

  // McGrew and Viega, The Galois/Counter Mode of Operation, test cases 14 and 16.
  it.each([
    [
      "00".repeat(32),
      "00".repeat(12),
      "",
      "00".repeat(16),
      "cea7403d4d606b6e074ec5d3baf39d18",
      "d0d1c8a799996bf0265b98b5d48ab919",
    ],
    [
      "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      "cafebabefacedbaddecaf888",
      "feedfacedeadbeeffeedfacedeadbeefabaddad2",
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
      "76fc6ece0f4e1768cddf8853bb2d551b",
    ],
  ])(
    "opens the published vector of AES-256-GCM with key %s",
    async (key, nonce, data, plaintext, ciphertext, tag) => {
      const known = (await knownKey[name]?.(bytes(key))) as SealingKey;
      const opened = await crypto.open(known, bytes(nonce + ciphertext + tag), bytes(data));
      expect(hex(opened)).toBe(plaintext);
    },
  );

  it("seals with a fresh nonce every time", async () => {
    const key = await crypto.deriveSealingKey(masterKey, "test");
    const nonces = new Set<string>();
    // A million, by both files, is what `npm run proof -- nonces` does.
    const seals = name === "node" ? 20_000 : 2000;
    for (let count = 0; count < seals; count += 1) {
      const sealed = await crypto.seal(key, secret, aad);
      nonces.add(hex(sealed.subarray(0, 12)) as string);
    }
    expect(nonces.size).toBe(seals);
  });

  it("derives another key for another purpose and another master key", async () => {
    const sealed = await crypto.seal(await crypto.deriveSealingKey(masterKey, "totp"), secret, aad);
    const otherPurpose = await crypto.deriveSealingKey(masterKey, "pending");
    const otherMaster = await crypto.deriveSealingKey(
      masterKey.map((byte) => byte ^ 1),
      "totp",
    );
    expect(await crypto.open(otherPurpose, sealed, aad)).toBe(null);
    expect(await crypto.open(otherMaster, sealed, aad)).toBe(null);
  });

  it("CRY-03 refuses every flipped bit of nonce, ciphertext, tag and additional data", async () => {
    const key = await crypto.deriveSealingKey(masterKey, "test");
    const sealed = await crypto.seal(key, secret, aad);
    const flipped = (source: Uint8Array, bit: number) => {
      const copy = new Uint8Array(source);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy;
    };
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      expect(await crypto.open(key, flipped(sealed, bit), aad)).toBe(null);
    }
    for (let bit = 0; bit < aad.length * 8; bit += 1) {
      expect(await crypto.open(key, sealed, flipped(aad, bit))).toBe(null);
    }
    expect(hex(await crypto.open(key, sealed, aad))).toBe(hex(secret));
  });

  it("CRY-04 refuses a cut tag, a cut or missing nonce, and what is left without them", async () => {
    const key = await crypto.deriveSealingKey(masterKey, "test");
    for (const plaintext of [secret, new Uint8Array(0)]) {
      const sealed = await crypto.seal(key, plaintext, aad);
      const withoutTag = sealed.length - 16;
      for (let kept = 0; kept < 16; kept += 1) {
        expect(await crypto.open(key, sealed.subarray(0, withoutTag + kept), aad)).toBe(null);
      }
      for (const cut of [12, 8, 4, 1])
        expect(await crypto.open(key, sealed.subarray(cut), aad)).toBe(null);
      const longerNonce = new Uint8Array([
        ...sealed.subarray(0, 12),
        0,
        0,
        0,
        0,
        ...sealed.subarray(12),
      ]);
      expect(await crypto.open(key, longerNonce, aad)).toBe(null);
    }
    for (let length = 0; length < 28; length += 1) {
      expect(await crypto.open(key, new Uint8Array(length), aad)).toBe(null);
    }
  });

  it("does not change what it is given, and gives what is the caller's", async () => {
    const key = await crypto.deriveSealingKey(masterKey, "test");
    const [plaintext, data] = [new Uint8Array(secret), new Uint8Array(aad)];
    const sealed = await crypto.seal(key, plaintext, data);
    const before = hex(sealed);
    const opened = (await crypto.open(key, sealed, data)) as Uint8Array;
    opened.fill(0);
    expect([hex(plaintext), hex(data), hex(sealed)]).toEqual([hex(secret), hex(aad), before]);
    expect(opened.buffer.byteLength).toBe(opened.length);
  });

  it("has read the additional data when the call returns", async () => {
    const key = await crypto.deriveSealingKey(masterKey, "test");
    const reused = new Uint8Array(aad);
    const sealing = crypto.seal(key, secret, reused);
    reused.fill(0);
    const sealed = await sealing;
    reused.set(aad);
    const opening = crypto.open(key, sealed, reused);
    reused.fill(0);
    expect(hex(await opening)).toBe(hex(secret));
  });

  it("keeps a key that nobody can read", async () => {
    const key = await crypto.deriveSealingKey(masterKey, "test");
    expect(JSON.stringify(key)).toBe("{}");
    if (name === "web") {
      const exporting = globalThis.crypto.subtle.exportKey("raw", key as unknown as CryptoKey);
      await expect(exporting).rejects.toThrow();
    }
  });
});

describe.each([
  ["node", node, "web", web],
  ["web", web, "node", node],
])("what %s sealed", (_, sealing, name, opening) => {
  it(`${name} opens, whatever its length`, async () => {
    const sealingKey = await sealing.deriveSealingKey(masterKey, "second-factor/v1/totp");
    const openingKey = await opening.deriveSealingKey(masterKey, "second-factor/v1/totp");
    const any = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(any, any, async (plaintext, data) => {
        const sealed = await sealing.seal(sealingKey, plaintext, data);
        expect(hex(await opening.open(openingKey, sealed, data))).toBe(hex(plaintext));
      }),
    );
  });
});

it("is synchronous on node", () => {
  const key = node.deriveSealingKey(masterKey, "test") as SealingKey;
  const sealed = node.seal(key, secret, aad);
  expect(sealed).toBeInstanceOf(Uint8Array);
  expect(node.open(key, sealed as Uint8Array, aad)).toBeInstanceOf(Uint8Array);
});
