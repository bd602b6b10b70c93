import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressBucket } from "../../src/verification/client-address.js";

describe("the bucket of a client's address", () => {
  it("BRU-12: whoever has one address of a /64 has them all: one bucket", () => {
    const bucket = addressBucket("2001:db8:1:2::1");
    expect(bucket).toBe("2001:db8:1:2::/64");
    for (const same of [
      "2001:db8:1:2:ffff:ffff:ffff:ffff",
      "2001:0DB8:0001:0002:0:0:0:9",
      "2001:db8:1:2::1%eth0",
      "2001:db8:1:2::192.0.2.1",
    ]) {
      expect(addressBucket(same), same).toBe(bucket);
    }
    expect(addressBucket("2001:db8:1:3::1")).not.toBe(bucket);
  });

  it("BRU-12: an IPv4 address is the same bucket however it is mapped, and no other client's", () => {
    for (const same of [
      "192.0.2.1",
      "::ffff:192.0.2.1",
      "::FFFF:c000:201",
      "0:0:0:0:0:ffff:c000:0201",
    ]) {
      expect(addressBucket(same), same).toBe("192.0.2.1");
    }
    const neighbours = ["::ffff:192.0.2.1", "::ffff:192.0.2.2", "::ffff:10.0.0.1"].map(
      addressBucket,
    );
    expect(new Set(neighbours).size).toBe(3);
    // Compatible, not mapped: an IPv6 address like any other.
    expect(addressBucket("::192.0.2.1")).toBe("0:0:0:0::/64");
  });

  it("BRU-12: every address of one /64 shares a bucket, no two /64 do", () => {
    const half = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 });
    const text = (groups: number[]) => groups.map((group) => group.toString(16)).join(":");
    const network = half.filter((groups) => groups.some((group) => group !== 0));
    fc.assert(
      fc.property(network, network, half, half, (one, other, left, right) => {
        const bucket = addressBucket(text([...one, ...left]));
        expect(addressBucket(text([...one, ...right]))).toBe(bucket);
        if (text(one) !== text(other))
          expect(addressBucket(text([...other, ...left]))).not.toBe(bucket);
      }),
    );
  });

  it("is null for what is no address, rather than one bucket for all of it", () => {
    for (const text of [
      undefined,
      "",
      "unknown",
      "localhost",
      "192.0.2.256",
      "192.0.2",
      "1.2.3.4.5",
      "192.0.2.1:443",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1::2::3",
      "1:2:3:4:5:6:7::8",
      "12345::1",
      "g::1",
      "::1.2.3.4:5",
      `::1%${"z".repeat(80)}`,
    ]) {
      expect(addressBucket(text), String(text)).toBeNull();
    }
    expect(addressBucket("::1")).toBe("0:0:0:0::/64");
    expect(addressBucket("::")).toBe("0:0:0:0::/64");
  });

  it("never throws and never invents a bucket for hostile text", () => {
    const piece = fc.constantFrom("1", "ffff", ":", "::", ".", "255", "%", "0", "x", " ", "\u0660");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const bucket = addressBucket(pieces.join(""));
        expect(bucket === null || /^[0-9a-f.:/]+$/.test(bucket)).toBe(true);
      }),
    );
  });
});
