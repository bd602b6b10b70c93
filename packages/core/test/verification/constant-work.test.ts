import { Secret, TOTP } from "otpauth";
import { describe, expect, it, vi } from "vitest";
import { crypto as nodeCrypto } from "../../src/crypto/node.js";
import type { CryptoPort } from "../../src/crypto/port.js";
import { crypto as webCrypto } from "../../src/crypto/web.js";
import { matchConsecutive, matchSteps } from "../../src/otp/match-steps.js";
import { defaultTotpParameters } from "../../src/otp/totp-parameters.js";
import { inProcessApp } from "../app/in-process-app.js";

const compared = vi.hoisted(() => ({ timingSafe: 0 }));
vi.mock("node:crypto", async (original) => {
  const real = await original<typeof import("node:crypto")>();
  return {
    ...real,
    timingSafeEqual: (left: Uint8Array, right: Uint8Array) => {
      compared.timingSafe += 1;
      return real.timingSafeEqual(left, right);
    },
  };
});

/** Times can't be tested without flaking; what takes the time can be counted. */
function countingCrypto() {
  const counts = { hmac: 0, compared: [] as number[] };
  const crypto: Pick<CryptoPort, "hmac" | "constantTimeEqual"> = {
    hmac(algorithm, key, messages) {
      counts.hmac += messages.length;
      return nodeCrypto.hmac(algorithm, key, messages);
    },
    constantTimeEqual(left, right) {
      counts.compared.push(Math.min(left.length, right.length));
      return nodeCrypto.constantTimeEqual(left, right);
    },
  };
  return { counts, crypto };
}

const secret = new TextEncoder().encode("12345678901234567890");
/** RFC 6238 appendix B: at 1111111109 the code is 081804, one step later 050471. */
const now = 1_111_111_109_000;
const parameters = defaultTotpParameters;

/** By otpauth: what is counted here must not compute its own expectations. */
const codeAt = (offset: number): string =>
  TOTP.generate({
    secret: new Secret({ buffer: secret.buffer }),
    timestamp: now + offset * 30_000,
  });

async function workOf(codes: readonly string[]) {
  const { counts, crypto } = countingCrypto();
  const comparison = { secret, parameters, now, crypto };
  const [code = ""] = codes;
  const single = { ...comparison, code, window: { past: 1, future: 1 } };
  const run = codes.length === 1 ? null : await matchConsecutive({ ...comparison, codes });
  const matched = codes.length === 1 ? await matchSteps(single) : (run?.last ?? null);
  return { matched, counts };
}

describe("constant work", () => {
  it("TIM-01: compares a wrong code with every step in full, wherever its first wrong digit is", async () => {
    const right = "081804";
    const wrongAt = (index: number) => {
      const wrong = right[index] === "9" ? "8" : "9";
      return workOf([right.slice(0, index) + wrong + right.slice(index + 1)]);
    };
    const works = await Promise.all([0, 1, 2, 3, 4, 5].map(wrongAt));
    for (const { matched, counts } of works) {
      expect(matched).toBeNull();
      expect(counts).toEqual({ hmac: 3, compared: [6, 6, 6] });
    }
  });

  it("TIM-01: both crypto files look at every byte, wherever the first difference is", () => {
    const reads: number[] = [];
    for (let different = 0; different < 6; different += 1) {
      const left = new Uint8Array(6);
      const right = new Uint8Array(6).fill(1, different, different + 1);
      let read = 0;
      const watched = new Proxy(right, {
        get(target, name) {
          if (typeof name === "string" && /^\d+$/.test(name)) read += 1;
          return Reflect.get(target, name, target);
        },
      });
      expect(webCrypto.constantTimeEqual(left, watched)).toBe(false);
      reads.push(read);
    }
    expect(reads).toEqual([6, 6, 6, 6, 6, 6]);

    compared.timingSafe = 0;
    expect(nodeCrypto.constantTimeEqual(new Uint8Array(6), new Uint8Array(6).fill(1))).toBe(false);
    expect(nodeCrypto.constantTimeEqual(new Uint8Array(6), new Uint8Array(6))).toBe(true);
    expect(compared.timingSafe).toBe(2);
  });

  it("TIM-02: does the same work whichever step of the window a code belongs to, and for none", async () => {
    const codes = [codeAt(-1), codeAt(0), codeAt(1), "000000"];
    const works = await Promise.all(codes.map((code) => workOf([code])));
    expect(works.map(({ matched }) => matched)).toEqual([37037035, 37037036, 37037037, null]);
    for (const { counts } of works) expect(counts).toEqual({ hmac: 3, compared: [6, 6, 6] });
  });

  it("TIM-02: the same for two and three consecutive codes", async () => {
    const code = new Map([-4, -3, -2, -1, 0, 1].map((offset) => [offset, codeAt(offset)]));
    const run = (...offsets: number[]) => workOf(offsets.map((offset) => code.get(offset) ?? ""));
    const pairs = await Promise.all([run(-3, -2), run(-1, 0), run(0, 1), run(0, -1)]);
    expect(pairs.map(({ matched }) => matched)).toEqual([37037034, 37037036, 37037037, null]);
    for (const { counts } of pairs) expect(counts).toEqual({ hmac: 5, compared: [12, 12, 12, 12] });
    const triples = await Promise.all([run(-4, -3, -2), run(-1, 0, 1), run(-1, 0, -4)]);
    expect(triples.map(({ matched }) => matched)).toEqual([37037034, 37037037, null]);
    for (const { counts } of triples)
      expect(counts).toEqual({ hmac: 6, compared: [18, 18, 18, 18] });
  });

  it("TIM-02: all authenticators are compared where the request names none, whichever fits", async () => {
    const app = inProcessApp();
    const secrets = ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"];
    for (const own of secrets)
      await app.engine.importAuthenticator({ subjectId: "alice", secret: own });
    const counted = vi.spyOn(nodeCrypto, "hmac");
    const calls: number[] = [];
    for (const otp of [app.code(secrets[0] ?? ""), app.code(secrets[1] ?? ""), "000000"]) {
      counted.mockClear();
      await app.signIn("alice").send("POST", "/verify", { json: { otp } });
      calls.push(counted.mock.calls.reduce((sum, [, , messages]) => sum + messages.length, 0));
    }
    // An accepted code is compared once more with the authenticators it did not fit: it might burn a second one.
    // A wrong one is looked for in 41 steps of each, for the clock hint, whatever it is.
    expect(calls).toEqual([9, 9, 6 + 2 * 41]);
  });
});
