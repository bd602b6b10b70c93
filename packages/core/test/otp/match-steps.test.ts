import fc from "fast-check";
import { HOTP, Secret } from "otpauth";
import { describe, expect, it, vi } from "vitest";
import { crypto as node } from "../../src/crypto/node.js";
import { crypto as web } from "../../src/crypto/web.js";
import { hotp } from "../../src/otp/hotp.js";
import { matchConsecutive, matchSteps } from "../../src/otp/match-steps.js";
import { timeStep } from "../../src/otp/time-step.js";
import { defaultTotpParameters, type OtpAlgorithm } from "../../src/otp/totp-parameters.js";
import { collisions, hotpCodes, leadingZeroCodes, rfcSecret, totpCodes } from "./rfc-vectors.js";

const secret = rfcSecret("SHA1");
const parameters = defaultTotpParameters;
const exact = { past: 0, future: 0 };
const usual = { past: 1, future: 1 };

/** The other implementation: otpauth with its own HMAC. */
function codeAt(counter: number, digits = 6, algorithm: OtpAlgorithm = "SHA1"): string {
  const buffer = new Uint8Array(rfcSecret(algorithm)).buffer;
  return HOTP.generate({ secret: new Secret({ buffer }), algorithm, digits, counter });
}

describe.each([
  ["node", node],
  ["web", web],
])("matchSteps over %s", (_, crypto) => {
  it.each(totpCodes)("RFC 6238 appendix B: %i s, %s, %s", async (seconds, algorithm, code) => {
    const comparison = {
      secret: rfcSecret(algorithm),
      parameters: { algorithm, digits: 8, period: 30 },
      now: seconds * 1000,
      crypto,
    };
    const step = Math.floor(seconds / 30);
    expect(await matchSteps({ ...comparison, code, window: exact })).toBe(step);
    const six = { ...comparison, parameters: { algorithm, digits: 6, period: 30 } };
    expect(await matchSteps({ ...six, code: code.slice(2), window: exact })).toBe(step);
  });

  it("RFC 4226 appendix D: counters 0 to 9", async () => {
    for (const [counter, code] of hotpCodes.entries()) {
      const now = counter * 30_000;
      expect(await matchSteps({ secret, parameters, code, now, window: exact, crypto })).toBe(
        counter,
      );
    }
  });

  it.each(leadingZeroCodes)("INJ-02 keeps leading zeros: %i s, %s", async (seconds, code) => {
    const comparison = { secret, parameters, now: seconds * 1000, window: exact, crypto };
    expect(await matchSteps({ ...comparison, code })).toBe(seconds / 30);
    expect(await matchSteps({ ...comparison, code: String(Number(code)) })).toBe(null);
  });

  it("counts beyond 32 bits", async () => {
    for (const step of [2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33 + 12345]) {
      const code = codeAt(step);
      const now = step * 30_000;
      expect(await matchSteps({ secret, parameters, code, now, window: exact, crypto })).toBe(step);
    }
  });

  it.each(collisions)(
    "REP-15 records the highest of two steps with the same digits: %i s, %s",
    async (seconds, code, gap) => {
      const step = seconds / 30;
      const now = seconds * 1000;
      const window = { past: gap, future: 0 };
      expect(await matchSteps({ secret, parameters, code, now, window, crypto })).toBe(step);
      // Seen from the lower one, which by itself is right too.
      const before = { secret, parameters, code, now: now - gap * 30_000, crypto };
      expect(await matchSteps({ ...before, window: exact })).toBe(step - gap);
      expect(await matchSteps({ ...before, window: { past: 0, future: gap } })).toBe(step);
    },
  );
});

describe("matchSteps", () => {
  it("CLK-04 accepts exactly the steps of the window", async () => {
    const now = 1_800_000_000_000;
    const step = timeStep(now, 30);
    for (const past of [0, 1, 2]) {
      for (const future of [0, 1, 2]) {
        for (let offset = -4; offset <= 4; offset += 1) {
          const code = codeAt(step + offset);
          const found = await matchSteps({
            secret,
            parameters,
            code,
            now,
            window: { past, future },
            crypto: node,
          });
          expect(found).toBe(offset >= -past && offset <= future ? step + offset : null);
        }
      }
    }
  });

  it("has no step below 0", async () => {
    const hmac = vi.fn(node.hmac);
    const crypto = { ...node, hmac };
    const comparison = { secret, parameters, window: { past: 2, future: 0 }, crypto };
    expect(await matchSteps({ ...comparison, code: codeAt(0), now: 29_999 })).toBe(0);
    expect(hmac.mock.calls.map(([, , messages]) => messages.length)).toEqual([1]);
    expect(await matchSteps({ ...comparison, code: codeAt(0), now: -90_000 })).toBe(null);
  });

  it("TIM-01 TIM-02 computes and compares every step, whichever matches", async () => {
    const now = 1_800_000_000_000;
    const step = timeStep(now, 30);
    for (const code of [codeAt(step - 1), codeAt(step), codeAt(step + 1), "000000"]) {
      const hmac = vi.fn(node.hmac);
      const constantTimeEqual = vi.fn(node.constantTimeEqual);
      const crypto = { hmac, constantTimeEqual };
      await matchSteps({ secret, parameters, code, now, window: usual, crypto });
      expect(hmac.mock.calls.map(([, , messages]) => messages.length)).toEqual([3]);
      expect(constantTimeEqual).toHaveBeenCalledTimes(3);
    }
  });

  it("INJ-03 INJ-05 takes nothing but all the ASCII digits", async () => {
    const now = 59_000;
    const right = "287082";
    const comparison = { secret, parameters, now, window: usual, crypto: node };
    expect(await matchSteps({ ...comparison, code: right })).toBe(1);
    const lookAlike = (base: number) =>
      String.fromCharCode(...[...right].map((digit) => base + Number(digit)));
    // U+0130 and its followers have the bytes of ASCII's digits at their end.
    const wrong = [
      lookAlike(0x0130),
      lookAlike(0x0660),
      lookAlike(0xff10),
      "",
      "28708",
      "2870820",
      "94287082",
      " 287082",
      "287082\n",
    ];
    for (const code of wrong) expect(await matchSteps({ ...comparison, code })).toBe(null);
  });

  it("agrees with otpauth on every counter, algorithm and number of digits", async () => {
    const algorithms = fc.constantFrom<OtpAlgorithm>("SHA1", "SHA256", "SHA512");
    const counters = fc.oneof(fc.nat({ max: 2 ** 31 - 1 }), fc.maxSafeNat());
    await fc.assert(
      fc.asyncProperty(
        counters,
        algorithms,
        fc.integer({ min: 6, max: 8 }),
        async (counter, algorithm, digits) => {
          const [value = 0] = await hotp(node, algorithm, rfcSecret(algorithm), [counter]);
          const code = String(value % 10 ** digits).padStart(digits, "0");
          expect(code).toBe(codeAt(counter, digits, algorithm));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("finds a code of any step, period and window, if and only if the window holds its step", async () => {
    const cases = fc.record({
      now: fc.integer({ min: 1, max: 253_402_300_799_999 }),
      period: fc.integer({ min: 15, max: 120 }),
      past: fc.nat({ max: 2 }),
      future: fc.nat({ max: 2 }),
      offset: fc.integer({ min: -3, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ now, period, past, future, offset }) => {
        const step = timeStep(now, period) + offset;
        fc.pre(step >= 0);
        const comparison = {
          secret,
          parameters: { algorithm: "SHA1", digits: 8, period },
          now,
          window: { past, future },
          crypto: node,
        } as const;
        const code = codeAt(step, 8);
        const found = await matchSteps({ ...comparison, code });
        if (offset >= -past && offset <= future) expect(found).toBeGreaterThanOrEqual(step);
        // By chance, once in 20 million, another step of the window has the same eight digits.
        else expect(found === null ? null : codeAt(found, 8)).toBe(found === null ? null : code);
      }),
      { numRuns: 500 },
    );
  });
});

describe("matchConsecutive", () => {
  const now = 1_800_000_000_000;
  const step = timeStep(now, 30);
  const run = (first: number, length: number) =>
    Array.from({ length }, (_, index) => codeAt(first + index));
  const match = (codes: readonly string[], above?: number) =>
    matchConsecutive({
      secret,
      parameters,
      codes,
      now,
      crypto: node,
      ...(above === undefined ? {} : { above }),
    });

  it.each([
    [2, -3],
    [3, -4],
  ])("finds %i codes whose steps lie from %i to +1", async (length, lowest) => {
    for (let offset = -7; offset <= 4; offset += 1) {
      const first = step + offset;
      const last = first + length - 1;
      const inside = offset >= lowest && last <= step + 1;
      expect(await match(run(first, length))).toEqual(inside ? { first, last } : null);
    }
  });

  it("wants them in their order, each of the next step", async () => {
    const [first, second, third] = run(step - 2, 3) as [string, string, string];
    expect(await match([first, second])).not.toBe(null);
    expect(await match([second, first])).toBe(null);
    expect(await match([first, third])).toBe(null);
    expect(await match([first, first])).toBe(null);
    expect(await match([first, second, third])).toEqual({ first: step - 2, last: step });
    expect(await match([second, third, first])).toBe(null);
  });

  it("takes half right for wrong", async () => {
    const [first, second] = run(step - 1, 2) as [string, string];
    expect(await match([first, "000000"])).toBe(null);
    expect(await match(["000000", second])).toBe(null);
  });

  it("REP-03 counts a run only above the last accepted step", async () => {
    const codes = run(step - 2, 2);
    expect(await match(codes, step - 3)).toEqual({ first: step - 2, last: step - 1 });
    expect(await match(codes, step - 2)).toBe(null);
    expect(await match(codes, step - 1)).toBe(null);
  });

  it("computes every step and compares every run, whichever matches", async () => {
    for (const [length, steps] of [
      [2, 5],
      [3, 6],
    ] as const) {
      for (const codes of [
        run(step - 3, length),
        run(step - 1, length),
        Array(length).fill("000000"),
      ]) {
        const hmac = vi.fn(node.hmac);
        const constantTimeEqual = vi.fn(node.constantTimeEqual);
        await matchConsecutive({
          secret,
          parameters,
          codes,
          now,
          crypto: { hmac, constantTimeEqual },
        });
        expect(hmac.mock.calls.map(([, , messages]) => messages.length)).toEqual([steps]);
        expect(constantTimeEqual).toHaveBeenCalledTimes(steps - length + 1);
      }
    }
  });

  it("works at the beginning of time and beyond 32 bits", async () => {
    const at = (current: number, codes: readonly string[]) =>
      matchConsecutive({ secret, parameters, codes, now: current * 30_000, crypto: node });
    expect(await at(1, run(0, 2))).toEqual({ first: 0, last: 1 });
    expect(await at(0, run(0, 3))).toBe(null);
    expect(await at(2 ** 32, run(2 ** 32 - 1, 3))).toEqual({
      first: 2 ** 32 - 1,
      last: 2 ** 32 + 1,
    });
  });

  it("knows no form of one, four or no codes, nor codes of other lengths", async () => {
    expect(await match([])).toBe(null);
    expect(await match(run(step, 1))).toBe(null);
    expect(await match(run(step - 3, 4))).toBe(null);
    const [first, second] = run(step - 1, 2) as [string, string];
    expect(await match([first + second.slice(0, 1), second.slice(1)])).toBe(null);
  });
});

describe("timeStep", () => {
  it("is exact at the first and the last millisecond of every step", () => {
    const steps = fc.integer({ min: 1, max: 2 ** 33 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 15, max: 120 }), (step, period) => {
        const begins = step * period * 1000;
        expect(timeStep(begins, period)).toBe(step);
        expect(timeStep(begins - 1, period)).toBe(step - 1);
        expect(timeStep(begins + period * 1000 - 1, period)).toBe(step);
      }),
    );
  });
});
