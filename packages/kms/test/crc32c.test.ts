import { describe, expect, it } from "vitest";
import { crc32c } from "../src/google/crc32c.js";

describe("crc32c", () => {
  it.each([
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 bytes of ones", new Uint8Array(32).fill(255), 0x62a8ab43],
    ["0 to 31", Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    ["31 to 0", Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
    ["nothing", new Uint8Array(0), 0],
  ])("gives RFC 3720's value for %s", (_what, bytes, value) => {
    expect(crc32c(bytes)).toBe(value);
  });
});
