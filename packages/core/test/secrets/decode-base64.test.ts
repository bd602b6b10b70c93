import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeBase64Url } from "../../src/encoding.js";
import { decodeBase64 } from "../../src/secrets/decode-base64.js";

describe("decodeBase64", () => {
  it("reads both alphabets, padded or not", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const padded = Buffer.from(bytes).toString("base64");
        const url = encodeBase64Url(bytes);
        const plain = new Uint8Array(bytes);
        expect(url).toBe(Buffer.from(bytes).toString("base64url"));
        for (const text of [padded, padded.replace(/=+$/, ""), url])
          expect(decodeBase64(text)).toEqual(plain);
      }),
    );
  });

  it.each([
    "A",
    "AAAAA",
    "AA=",
    "AAA==",
    "AAAA=",
    "A===",
    "=",
    "==",
    "AA==AAAA",
    "AAAA AAAA",
    "AAAA\n",
    "AAA\u0141",
    "AA\ud83d\ude42",
    "AA*A",
    "AB",
    "AAB",
  ])("refuses %j", (text) => {
    expect(decodeBase64(text)).toBe(null);
  });
});
