import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { crypto } from "#crypto";
import { keyRing } from "../../src/secrets/key-ring.js";
import { purposes } from "../../src/secrets/purpose.js";
import { createSealer } from "../../src/secrets/sealer.js";
import { rewrapKeys } from "../../src/secrets/wrapped/wrap-keys.js";
import { ada, d1, d2, d3, plain, ringOf, secret, wrapper } from "./ring-under-test.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  expect(vi.getTimerCount(), "a timer was left behind").toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("wrappedKeyRing", () => {
  it("asks nobody before the first use, and then once for a thousand at a time", async () => {
    const ring = ringOf(`${d2},${d1}`);
    expect([ring.keys.sealingKeyId, ring.keys.keyIds]).toEqual(["d2", ["d2", "d1"]]);
    expect(ring.state.calls).toBe(0);
    const all = await Promise.all(Array.from({ length: 1000 }, () => ring.seal()));
    expect(ring.state.calls).toBe(1);
    for (const sealed of all.slice(0, 5)) expect(await ring.outcome(sealed)).toBe("opened");
    expect(ring.state.calls).toBe(1);
    // Warm, it answers at once, as the plain ring does.
    expect(ring.keys.subkey("d2", "totp")).not.toBeInstanceOf(Promise);
    expect(ring.keys.subkey("d9", "totp")).toBe(null);
    expect(ring.keys.subkey("constructor", "totp")).toBe(null);
  });

  it("derives for each purpose what the plain ring derives: a key that is wrapped later still opens", async () => {
    const before = createSealer({ keys: keyRing(plain), namespace: "default", crypto });
    const ring = ringOf(await rewrapKeys(plain, { m: wrapper }, "m"));
    for (const purpose of purposes) {
      const opened = await ring.sealer.open(purpose, ada, await before.seal(purpose, ada, secret));
      expect(opened).toMatchObject({ outcome: "opened", keyId: "k1" });
    }
    expect(await ring.keys.auditMac("k1", "a row")).toBe(
      await keyRing(plain).auditMac("k1", "a row"),
    );
    expect(ring.keys.auditMac("k9", "a row")).toBe(null);
  });

  it("wipes the data key as soon as its subkeys are there, also where deriving fails", async () => {
    const ring = ringOf(`${d1}`);
    await ring.seal();
    ring.keys.forget?.();
    vi.spyOn(crypto, "deriveSealingKey").mockImplementation(() => {
      throw new Error("no");
    });
    await expect(ring.seal()).rejects.toMatchObject({ code: "key_unavailable" });
    expect(ring.state.given).toHaveLength(2);
    for (const raw of ring.state.given) expect([...raw]).toEqual(new Array(32).fill(0));
  });

  it("renews beside the requests in the last third of its time: none ever waits", async () => {
    const ring = ringOf(`${d1}`);
    await ring.seal();
    ring.advance(399);
    expect(ring.keys.subkey("d1", "totp")).not.toBeInstanceOf(Promise);
    expect(ring.state.calls).toBe(1);
    // An hour of a request every ten seconds.
    for (let seconds = 0; seconds < 3600; seconds += 10) {
      ring.advance(10);
      expect(ring.keys.subkey("d1", "totp")).not.toBeInstanceOf(Promise);
      await Promise.resolve().then(() => vi.advanceTimersByTimeAsync(0));
    }
    expect(ring.state.calls).toBe(1 + 9);
  });

  it("shares no promise between the requests of a Worker", async () => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    const ring = ringOf(`${d1}`);
    await Promise.all([ring.seal(), ring.seal()]);
    expect(ring.state.calls).toBe(2);
  });

  it("hands a renewal to waitUntil", async () => {
    const kept: Promise<unknown>[] = [];
    const ring = ringOf(`${d1}`, { waitUntil: (work) => void kept.push(work) });
    await ring.seal();
    ring.advance(500);
    ring.keys.subkey("d1", "totp");
    expect(kept).toHaveLength(1);
    await Promise.all(kept);
    ring.advance(399);
    expect(ring.keys.subkey("d1", "totp")).not.toBeInstanceOf(Promise);
  });

  it("is not harmed by a waitUntil that throws", async () => {
    const waitUntil = () => {
      throw new TypeError("Illegal invocation");
    };
    const ring = ringOf(`${d1}`, { waitUntil });
    await ring.seal();
    ring.advance(500);
    expect(ring.keys.subkey("d1", "totp")).not.toBeInstanceOf(Promise);
    await vi.advanceTimersByTimeAsync(0);
    expect(ring.state.calls).toBe(2);
  });

  it("does not trust a cached key's age to a clock that stepped back", async () => {
    const ring = ringOf(`${d1}`);
    await ring.seal();
    ring.advance(-1);
    await ring.seal();
    expect(ring.state.calls).toBe(2);
  });

  it("keeps so many keys and no more, those used last", async () => {
    const ring = ringOf(`${d1},${d2},${d3}`, { mostCached: 2 });
    const use = async (keyId: string) => {
      ring.advance(1);
      const before = ring.state.calls;
      await ring.keys.subkey(keyId, "totp");
      return ring.state.calls - before;
    };
    expect([await use("d1"), await use("d2"), await use("d1"), await use("d3")]).toEqual([
      1, 1, 0, 1,
    ]);
    expect([await use("d1"), await use("d3"), await use("d2")]).toEqual([0, 0, 1]);
  });

  it("forgets what it keeps, also what is just being unwrapped", async () => {
    const ring = ringOf(`${d1}`);
    const sealed = await ring.seal();
    ring.keys.forget?.();
    const waiting = ring.outcome(sealed);
    ring.keys.forget?.();
    expect(await waiting).toBe("opened");
    expect(ring.state.calls).toBe(2);
    expect(ring.keys.subkey("d1", "totp")).toBeInstanceOf(Promise);
    await ring.seal();
    expect(ring.state.calls).toBe(3);
  });

  it("forgets in the plain ring too", () => {
    const keys = keyRing(plain);
    const before = keys.subkey("k1", "totp");
    keys.forget?.();
    expect(keys.subkey("k1", "totp")).not.toBe(before);
  });
});
