import { describe, expect, it } from "vitest";
import { readClock } from "../../src/clock.js";
import { crypto } from "../../src/crypto/node.js";
import { seeSubject } from "../../src/step-up/sign-in.js";
import type { Subject } from "../../src/subject.js";
import { Unavailable } from "../../src/unavailable.js";
import { codeOf, inProcessApp, start } from "../app/in-process-app.js";

const nonsense = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -1,
  1.5,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  Date.UTC(10_000, 0),
];

describe("the clock", () => {
  it.each([...nonsense, undefined, null, "1767225600000", new Date(), 1767225600000n])(
    "CLK-06 fails closed where it answers %s",
    (now) => {
      expect(() => readClock({ now: () => now as number })).toThrow(Unavailable);
    },
  );

  it("CLK-06 takes whole milliseconds up to the year 9999", () => {
    for (const now of [1, start, Date.UTC(10_000, 0) - 1])
      expect(readClock({ now: () => now })).toBe(now);
  });

  it.each(nonsense)("CLK-06 lets nobody in while it says %s, and recovers", async (broken) => {
    let now = start;
    const app = inProcessApp({ clock: { now: () => now } });
    const { session, secret } = await app.enrolled("alice");
    const other = app.signIn("alice");
    await other.guard();
    const before = await app.records.forNamespace("default").load("alice");
    now = broken;
    for (const decision of [await session.guard(), await session.require(300), await other.guard()])
      expect(decision).toMatchObject({ pass: false, reply: { status: 503 } });
    const json = { otp: app.code(secret, 1) };
    expect(codeOf(await other.send("POST", "/verify", { json }))).toBe("clock_unavailable");
    expect(await app.records.forNamespace("default").load("alice")).toEqual(before);
    expect(Date.parse(app.events.at(-1)?.at ?? "")).not.toBeNaN();
    now = start + 60_000;
    expect(await session.guard()).toMatchObject({ pass: true });
    expect((await other.send("POST", "/verify", { json })).status).toBe(200);
  });

  it("CLK-04 accepts a device's code where its step is at most one away", async () => {
    for (const into of [0, 10, 29]) {
      const app = inProcessApp();
      const { secret } = await app.enrolled("alice");
      for (const skew of [-61, -59, -31, -29, 0, 29, 31, 59, 61]) {
        app.advance(900);
        app.advance(into);
        // What the device shows: the step of its own clock.
        const steps = Math.floor((into + skew) / 30);
        const json = { otp: app.code(secret, steps) };
        const reply = await app.signIn("alice").send("POST", "/verify", { json });
        expect([into, skew, reply.status]).toEqual([into, skew, Math.abs(steps) <= 1 ? 200 : 401]);
        app.advance(900 - into);
      }
    }
  });
});

describe("the sign-in record", () => {
  const state = {
    epoch: "now",
    epochChangedAt: start,
    enrolled: true,
    mustEnroll: false,
    revokedMarks: [],
    recovery: null,
    browsers: [],
  };
  const seenAt = (authenticatedAt: number | undefined, epochChangedAt: number, now = start) => {
    const subject: Subject = {
      id: "alice",
      name: "alice",
      ...(authenticatedAt !== undefined && { authenticatedAt }),
    };
    return seeSubject(null, subject, { ...state, epochChangedAt }, now, crypto).signIn.epoch;
  };

  it("is stale where the sign-in is older than the change of the account", () => {
    expect(seenAt(start - 1, start)).toBe("!");
    expect(seenAt(start, start)).toBe("now");
    expect(seenAt(undefined, start)).toBe("now");
    // Processes' clocks differ; that much is taken for the order it says.
    expect(seenAt(start, start + 300_000)).toBe("!");
  });

  it("does not believe a change that a wrong clock dated into the future", () => {
    expect(seenAt(start, start + 300_001)).toBe("now");
    expect(seenAt(start, start + 86_400_000)).toBe("now");
  });
});
