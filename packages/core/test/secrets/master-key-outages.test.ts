import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MasterKeyError } from "../../src/secrets/master-key.js";
import { d1, d2, down, ringOf, silence } from "./ring-under-test.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  expect(vi.getTimerCount(), "a timer was left behind").toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a wrapped ring whose master key fails", () => {
  it("CRY-11 a master key that is down: goes on for the key's time, says so, and then is 503, never a key kept for ever", async () => {
    const ring = ringOf(`${d1}`);
    const sealed = await ring.seal();
    ring.state.unwrapping = down;
    for (let seconds = 10; seconds < 600; seconds += 10) {
      ring.advance(10);
      expect(await ring.outcome(sealed)).toBe("opened");
    }
    // From 400 s on it is asked every 30 s, not with every request.
    expect(ring.state.calls).toBe(1 + 7);
    expect(ring.told[0]).toBe(
      "master_key_unreachable the fake did not unwrap the data key d1: ECONNREFUSED.",
    );
    ring.advance(10);
    await expect(ring.outcome(sealed)).rejects.toMatchObject({ code: "key_unavailable" });
    await expect(ring.seal()).rejects.toMatchObject({ code: "key_unavailable" });

    ring.state.unwrapping = (answer) => answer();
    expect(await ring.outcome(sealed)).toBe("opened");
  });

  it("CRY-11 a master key that is silent: 503 within the deadline, and what comes late is still used", async () => {
    const ring = ringOf(`${d1}`, { deadlineMs: 250 });
    let answerNow = () => {};
    ring.state.unwrapping = (answer) =>
      new Promise((resolve) => {
        answerNow = () => resolve(answer());
      });
    const waiting = [ring.seal(), ring.seal()] as Promise<Uint8Array>[];
    const refused = Promise.all(
      waiting.map((one) => expect(one).rejects.toMatchObject({ code: "key_unavailable" })),
    );
    await vi.advanceTimersByTimeAsync(249);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await refused;
    expect(ring.told).toEqual([expect.stringContaining("no answer within 250 ms")]);

    answerNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(ring.keys.subkey("d1", "totp")).not.toBeInstanceOf(Promise);
    expect([...(ring.state.given[0] ?? [])]).toEqual(new Array(32).fill(0));
  });

  it("does not wait for a renewal that a runtime cut off with its request", async () => {
    const ring = ringOf(`${d1}`, { deadlineMs: 1000 });
    const sealed = await ring.seal();
    ring.advance(400);
    ring.state.unwrapping = silence;
    expect(await ring.outcome(sealed)).toBe("opened");
    // The runtime drops the timer too: nothing of that request ever settles.
    vi.clearAllTimers();
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    ring.advance(200);
    ring.state.unwrapping = (answer) => answer();
    expect(await ring.outcome(sealed)).toBe("opened");
  });

  it.each([
    ["31 bytes", async () => new Uint8Array(31)],
    ["33 bytes", async () => new Uint8Array(33)],
    ["text", async () => "k".repeat(32) as unknown as Uint8Array],
    ["nothing", async () => undefined as unknown as Uint8Array],
    [
      "a throw",
      () => {
        throw new Error("https://user:hunter2@kms.example");
      },
    ],
  ])("takes %s for no key", async (_, unwrapping) => {
    const ring = ringOf(`${d1}`);
    ring.state.unwrapping = unwrapping;
    await expect(ring.seal()).rejects.toMatchObject({ code: "key_unavailable" });
    expect(ring.told.join()).toMatch(/^master_key_(refused|unreachable) the fake did not unwrap/);
    expect(ring.told.join()).not.toContain("hunter2");
  });
});

describe("check", () => {
  it("finds nothing where every key unwraps, and the ring is warm then", async () => {
    const ring = ringOf(`${d2},${d1}`);
    expect(await ring.keys.check?.()).toEqual([]);
    expect(ring.state.calls).toBe(2);
    expect(ring.keys.subkey("d1", "totp")).not.toBeInstanceOf(Promise);
  });

  it("tells which key did not unwrap and why; only the one that seals is an error", async () => {
    const ring = ringOf(`${d2},${d1}`);
    const faults = ["denied", "refused"] as const;
    let turn = 0;
    ring.state.unwrapping = () => {
      const fault = faults[turn++ % 2] as (typeof faults)[number];
      return Promise.reject(new MasterKeyError(fault, "not today"));
    };
    const problem = (id: string) => `the fake did not unwrap the data key ${id}: not today.`;
    expect(await ring.keys.check?.()).toMatchObject([
      { severity: "error", code: "master_key_denied", problem: problem("d2") },
      { severity: "warning", code: "master_key_refused", problem: problem("d1") },
    ]);
    // A look is no warning.
    expect(ring.told).toEqual([]);
  });
});
