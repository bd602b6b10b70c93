import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../src/configuration/configuration-error.js";
import { defaultTotpParameters, type TotpParameters } from "../../src/otp/totp-parameters.js";
import {
  assertTotpParameters,
  assertWindow,
  secretBytes,
} from "../../src/otp/validate-parameters.js";

const refusal = (act: () => void): ConfigurationError => {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error("It was not refused.");
};

describe("assertTotpParameters", () => {
  it("takes what RFC 6238 and NIST SP 800-63B-4 allow", () => {
    for (const algorithm of ["SHA1", "SHA256", "SHA512"] as const) {
      for (const digits of [6, 7, 8]) {
        for (const period of [15, 30, 60, 120]) assertTotpParameters({ algorithm, digits, period });
      }
    }
  });

  it.each([
    { digits: 5 },
    { digits: 9 },
    { digits: 6.5 },
    { digits: "6" },
    { digits: Number.NaN },
    { period: 14 },
    { period: 121 },
    { period: 30.5 },
    { period: 0 },
    { period: Number.POSITIVE_INFINITY },
    { period: undefined },
    { algorithm: "MD5" },
    { algorithm: "sha1" },
    { algorithm: "toString" },
    { algorithm: undefined },
  ])("refuses %o", (wrong) => {
    const parameters = { ...defaultTotpParameters, ...wrong } as TotpParameters;
    const error = refusal(() => assertTotpParameters(parameters));
    expect(error.code).toBe("otp_parameters_invalid");
    expect(error.remedy).toMatch(/^Use /);
  });
});

describe("assertWindow", () => {
  it("takes up to two steps each way", () => {
    for (const past of [0, 1, 2]) for (const future of [0, 1, 2]) assertWindow({ past, future });
  });

  it.each([
    { past: 3, future: 1 },
    { past: 1, future: 3 },
    { past: -1, future: 1 },
    { past: 1, future: 0.5 },
    { past: Number.NaN, future: 1 },
    { past: "1", future: 1 },
    { past: 1 },
  ])("refuses %o", (wrong) => {
    const error = refusal(() => assertWindow(wrong as { past: number; future: number }));
    expect(error.code).toBe("window_too_wide");
    expect(error.remedy).toContain("{ past: 1, future: 1 }");
  });
});

describe("secretBytes", () => {
  it("is the length of the HMAC's output (RFC 6238 section 5.1)", () => {
    expect((["SHA1", "SHA256", "SHA512"] as const).map(secretBytes)).toEqual([20, 32, 64]);
  });
});
