import fc from "fast-check";
import { Secret } from "otpauth";
import { describe, expect, it } from "vitest";
import { decodeBase32, encodeBase32, group } from "../../src/otp/base32.js";
import { importSecret } from "../../src/otp/import-secret.js";
import { base32Texts } from "./rfc-vectors.js";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("base32", () => {
  it.each(base32Texts)("RFC 4648 section 10: %j is %s", (text, encoded) => {
    expect(encodeBase32(bytes(text))).toBe(encoded.replaceAll("=", ""));
    expect(decodeBase32(encoded)).toEqual(bytes(text));
    expect(decodeBase32(encoded.replaceAll("=", ""))).toEqual(bytes(text));
  });

  it("encodes the part that a view shows, not the whole buffer under it", () => {
    const view = bytes("xxfoobarxx").subarray(2, 8);
    expect(encodeBase32(view)).toBe("MZXW6YTBOI");
    expect(encodeBase32(Buffer.from("foobar"))).toBe("MZXW6YTBOI");
  });

  it("agrees with otpauth on every secret", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (secret) => {
        const own = new Uint8Array(secret);
        const other = new Secret({ buffer: own.buffer });
        expect(encodeBase32(own)).toBe(other.base32);
        expect(decodeBase32(other.base32)).toEqual(other.bytes);
      }),
    );
  });

  it("reads what encodeBase32 wrote, however it is typed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), (secret, lower) => {
        const encoded = encodeBase32(secret);
        const typed = lower
          ? group(encoded, 4).toLowerCase()
          : encoded.replaceAll(/(.{5})/g, "$1-");
        expect(encoded).toMatch(/^[A-Z2-7]*$/);
        expect(decodeBase32(typed)).toEqual(new Uint8Array(secret));
      }),
    );
  });

  it.each([
    ["0, 1, 8 and 9", "MZXW6Y0"],
    ["0, 1, 8 and 9", "MZXW6Y1"],
    ["0, 1, 8 and 9", "MZXW6Y8"],
    ["a letter that becomes S in capitals", "\u017fZXW6YTB"],
    ["a letter that becomes I in capitals", "\u0131ZXW6YTB"],
    ["full-width letters", "\uff2dZXW6YTB"],
    ["a tab", "MZXW\t6YTB"],
    ["a newline", "MZXW6YTB\n"],
    ["a no-break space", "MZXW\u00a06YTB"],
    ["padding in the middle", "MY======MZXW6YTB"],
    ["more padding than there is", "MY======="],
    ["a lonely character", "M"],
    ["a lonely character", "MZXW6YTBM"],
    ["three characters", "MZX"],
    ["six characters", "MZXW6Y"],
  ])("refuses %s: %j", (_, text) => {
    expect(decodeBase32(text)).toBe(null);
  });

  it("ignores pad bits, as apps do with secrets drawn character by character", () => {
    expect(decodeBase32("MZ")).toEqual(decodeBase32("MY"));
  });

  it("groups for display", () => {
    expect(group("GEZDGNBVGY", 4)).toBe("GEZD GNBV GY");
    expect(group("", 4)).toBe("");
  });
});

describe("importSecret", () => {
  const ofLength = (length: number) =>
    encodeBase32(new Uint8Array(length).map((_, index) => index));

  it("ENR-19 refuses less than 128 bits (RFC 4226 R6) and more than 512", () => {
    expect(importSecret(ofLength(15))).toEqual({ problem: "secret_too_short" });
    expect(importSecret("JBSWY3DPEHPK3PXP")).toEqual({ problem: "secret_too_short" });
    expect(importSecret("")).toEqual({ problem: "secret_too_short" });
    expect(importSecret(ofLength(16))).toHaveProperty("secret.length", 16);
    expect(importSecret(ofLength(64))).toHaveProperty("secret.length", 64);
    expect(importSecret(ofLength(65))).toEqual({ problem: "secret_too_long" });
    expect(importSecret("A".repeat(1_000_000))).toEqual({ problem: "secret_too_long" });
  });

  it("refuses what is no base32", () => {
    expect(importSecret(`${ofLength(20)}!`)).toEqual({ problem: "secret_malformed" });
  });

  it("reads it as people type it", () => {
    const imported = importSecret("gezd gnbv gy3t qojq gezd-gnbv-gy3t-qojq");
    expect(imported).toEqual({ secret: bytes("12345678901234567890") });
  });
});
