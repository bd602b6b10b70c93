import { describe, expect, it } from "vitest";
import { judgeClock } from "../../src/clock/judge-clock.js";
import { parseNtpServer } from "../../src/clock/parse-ntp-server.js";

describe("what a clock that is off means", () => {
  const server = { host: "time.example", port: 123 };
  const judged = (ahead: number, uncertainty = 5) =>
    judgeClock(server, { ahead, uncertainty, stratum: 2 }).problem;

  it("is nothing up to 2 seconds, a warning then, an error from 15 seconds on", () => {
    expect(judged(1900)).toBeUndefined();
    expect(judged(-2100)).toMatchObject({ severity: "warning", code: "clock_off" });
    expect(judged(16_000)).toMatchObject({ severity: "error", code: "clock_off" });
    expect(judged(16_000)?.message).toContain("16.000 s (± 0.005 s) ahead of time.example:123");
  });

  it("holds nothing against the clock that the way to the server explains", () => {
    expect(judged(3000, 1500)).toBeUndefined();
  });
});

describe("the name of a time server", () => {
  it.each([
    ["time.example", { host: "time.example", port: 123 }],
    ["time.example:1123", { host: "time.example", port: 1123 }],
    ["192.0.2.1", { host: "192.0.2.1", port: 123 }],
    ["[2001:db8::1]:1123", { host: "2001:db8::1", port: 1123 }],
    ["2001:db8::1", { host: "2001:db8::1", port: 123 }],
  ])("is read from %s", (text, expected) => {
    expect(parseNtpServer(text)).toEqual(expected);
  });

  it.each(["", "http://time.example", "time.example:0", "time.example:65536", "a b", "a:b"])(
    'is not "%s"',
    (text) => {
      expect(() => parseNtpServer(text)).toThrow(/Write a host/);
    },
  );
});
