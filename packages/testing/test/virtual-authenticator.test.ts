import { manualClock, virtualAuthenticator } from "@second-factor/testing";
import { describe, expect, it } from "vitest";

/** RFC 6238 appendix B: "12345678901234567890" in Base32. */
const secret = "GEZD GNBV-GY3T qojq GEZD GNBV GY3T QOJQ";

describe("virtual authenticator", () => {
  it("shows the codes of RFC 6238", () => {
    const clock = manualClock(59_000);
    const device = virtualAuthenticator({ secret, digits: 8 }, clock);
    expect(device.code()).toBe("94287082");
    clock.set(1_111_111_109_000);
    expect(device.code()).toBe("07081804");
    clock.set(20_000_000_000_000);
    expect(device.code()).toBe("65353130");
  });

  it("scans a key URI with its parameters", () => {
    const keyUri = `otpauth://totp/Acme:ada%40acme.example?secret=${secret.replace(/[ -]/g, "").toUpperCase()}&issuer=Acme&algorithm=SHA1&digits=8&period=60`;
    const device = virtualAuthenticator(keyUri, manualClock(118_000));
    expect(device.code()).toBe("94287082");
    expect(() =>
      virtualAuthenticator("otpauth://hotp/x?secret=GEZDGNBV&counter=1", manualClock()),
    ).toThrow("not one for TOTP");
  });

  it("gives consecutive codes, oldest first, up to the current one", () => {
    const device = virtualAuthenticator({ secret }, manualClock(1_111_111_109_000));
    expect(device.codes(3)).toEqual([device.code(-2), device.code(-1), device.code()]);
    expect(device.codes(2, 1)).toEqual([device.code(), device.code(1)]);
    expect(device.code(-1)).not.toBe(device.code());
  });

  it("has a clock of its own that may be ahead or behind", () => {
    const clock = manualClock(1_111_111_109_000);
    const ahead = virtualAuthenticator({ secret }, clock, { skewSeconds: 30 });
    const behind = virtualAuthenticator({ secret }, clock, { skewSeconds: -45 });
    const exact = virtualAuthenticator({ secret }, clock);
    expect(ahead.code()).toBe(exact.code(1));
    expect(behind.code(1)).toBe(exact.code());
  });
});
