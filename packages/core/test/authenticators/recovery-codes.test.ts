import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  generateRecoveryCodes,
  parseRecoveryCode,
  recoveryCodeDigest,
} from "../../src/authenticators/recovery-codes.js";
import { crypto } from "../../src/crypto/node.js";

const code = "0123456789ABCDEFGHJKMNPQ";

describe("recovery codes", () => {
  it("are ten of 24 characters without look-alikes, in groups of four, none twice", async () => {
    const { codes, digests } = await generateRecoveryCodes(crypto, "default", "alice");
    expect(codes).toHaveLength(10);
    expect(new Set([...codes, ...digests]).size).toBe(20);
    for (const one of codes)
      expect(one).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it("use every character alike: five bits of each byte", async () => {
    const seen = new Map<string, number>();
    for (let sets = 0; sets < 200; sets += 1) {
      for (const one of (await generateRecoveryCodes(crypto, "n", "s")).codes)
        for (const character of one.replaceAll("-", ""))
          seen.set(character, (seen.get(character) ?? 0) + 1);
    }
    expect(seen.size).toBe(32);
    // 1500 expected of each; ten standard deviations are 381.
    for (const count of seen.values()) expect(Math.abs(count - 1500)).toBeLessThan(381);
  });

  it("REC-14 are stored as 256 bits that bind namespace and subject, and never as themselves", () => {
    const digest = recoveryCodeDigest(crypto, "default", "alice", code);
    expect(digest).toMatch(/^[\w-]{43}$/);
    expect(recoveryCodeDigest(crypto, "default", "alice", code)).toBe(digest);
    const others = [
      recoveryCodeDigest(crypto, "default", "bob", code),
      recoveryCodeDigest(crypto, "other", "alice", code),
      recoveryCodeDigest(crypto, "default", "alice", `${code.slice(0, -1)}R`),
      // No two ways of cutting the same text into parts.
      recoveryCodeDigest(crypto, 'default","alice', "", code),
      recoveryCodeDigest(crypto, "default", `alice","${code}`, ""),
    ];
    expect(new Set([digest, ...others]).size).toBe(6);
  });

  it("forgive how people copy them", () => {
    for (const typed of [
      "0123-4567-89AB-CDEF-GHJK-MNPQ",
      "o123 4567 89ab cdef ghjk mnpq",
      "0l23456789abcdefghjkmnpq",
      "OI23-4567-89AB-CDEF-GHJK-MNPQ",
      ` ${code} `,
    ])
      expect(parseRecoveryCode(typed), typed).toEqual({ code });
  });

  it.each([
    [undefined, "field_missing"],
    [null, "wrong_type"],
    [12, "wrong_type"],
    [[code], "wrong_type"],
    ["", "recovery_code_malformed"],
    [code.slice(1), "recovery_code_malformed"],
    [`${code}0`, "recovery_code_malformed"],
    [code.replace("0", "U"), "recovery_code_malformed"],
    [code.replace("0", "\uff10"), "recovery_code_malformed"],
    [code.replace("0", "\u0660"), "recovery_code_malformed"],
    [`${code}\n`, "recovery_code_malformed"],
    [code.replace("5", "_"), "recovery_code_malformed"],
    ["-".repeat(49), "recovery_code_malformed"],
  ])("refuse %j as %s", (value, problem) => {
    expect(parseRecoveryCode(value)).toEqual({ problem });
  });

  it("survive any grouping and either case", () => {
    const separators = fc.array(fc.constantFrom("", " ", "-"), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(separators, fc.boolean(), (between, lower) => {
        const spelled = [...code].map((character, index) => character + between[index]).join("");
        expect(parseRecoveryCode(lower ? spelled.toLowerCase() : spelled)).toEqual({ code });
      }),
    );
  });
});
