import { describe, expect, it } from "vitest";
import type { SessionSlot } from "../../src/index.js";
import { liveMark, seenSlot } from "../../src/step-up/idle.js";
import { inProcessApp, start } from "../app/in-process-app.js";

const minute = 60;
const idle = 3_600_000;
const withIdle = { verifiedIdleSeconds: 60 * minute };

function slotSeen(seenAt?: number): SessionSlot {
  const signIn = { subjectId: "alice", epoch: "e1", since: start };
  const mark = {
    id: "m1",
    subjectId: "alice",
    epoch: "e1",
    authenticatorId: "a1",
    amr: ["otp" as const],
    verifiedAt: start,
  };
  return { id: "s1", formToken: "f1", signIn, mark, ...(seenAt !== undefined && { seenAt }) };
}

describe("a mark", () => {
  it.each([
    ["verified just now", slotSeen(), 0, true],
    ["at the end of the idle time", slotSeen(), idle, true],
    ["a millisecond later", slotSeen(), idle + 1, false],
    ["seen in between", slotSeen(start + idle), 2 * idle, true],
    ["seen too long ago", slotSeen(start + idle), 2 * idle + 1, false],
    ["seen before it was verified", slotSeen(start - idle), idle, true],
    ["seen by a clock that is a little ahead", slotSeen(start + 60_000), 0, true],
    ["seen by a clock that was a day ahead", slotSeen(start + 24 * idle), 2 * idle, false],
    ["at a time that is none", slotSeen(), Number.NaN, false],
  ])("%s", (_what, slot, after, live) => {
    expect(liveMark(slot, idle, start + after)).toBe(live ? slot.mark : null);
  });

  it("of any age lives where the host set no idle time", () => {
    const slot = slotSeen();
    expect(liveMark(slot, null, start + 1000 * idle)).toBe(slot.mark);
    expect(liveMark(null, null, start)).toBeNull();
  });
});

describe("a request is written down", () => {
  it.each([
    ["not within a tenth of the verification", slotSeen(), idle / 10 - 1, null],
    ["a tenth after the verification", slotSeen(), idle / 10, start + idle / 10],
    ["not within a tenth of the last", slotSeen(start + idle), idle + 1, null],
    ["a tenth after the last", slotSeen(start + idle), 1.1 * idle, start + 1.1 * idle],
    ["never as an earlier time", slotSeen(start + idle), 0, null],
  ])("%s", (_what, slot, after, seenAt) => {
    expect(seenSlot(slot, idle, start + after)?.seenAt ?? null).toBe(seenAt);
  });
});

describe("the guard with an idle time", () => {
  it("asks again after an hour without a request, and lets the same session verify", async () => {
    const app = inProcessApp(withIdle);
    const { session, secret } = await app.enrolled("alice");
    for (let request = 0; request < 4; request += 1) {
      app.advance(50 * minute);
      expect(await session.guard(), `request ${request}`).toMatchObject({ pass: true });
    }
    app.advance(60 * minute + 1);
    expect(await session.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
    expect(await session.require()).toMatchObject({ pass: false, reply: { status: 403 } });
    expect(
      (await session.send("POST", "/verify", { json: { otp: app.code(secret) } })).status,
    ).toBe(200);
    expect(await session.guard()).toMatchObject({ pass: true });
  });

  it("counts the requests to a sensitive route too", async () => {
    const app = inProcessApp(withIdle);
    const { session } = await app.enrolled("alice");
    app.advance(50 * minute);
    expect(await session.require()).toMatchObject({ pass: true });
    app.advance(50 * minute);
    expect(await session.guard()).toMatchObject({ pass: true });
  });

  it("keeps to the absolute age, however busy the session is", async () => {
    const app = inProcessApp(withIdle);
    const { session } = await app.enrolled("alice");
    for (let hours = 0; hours < 24; hours += 1) {
      expect(await session.guard(), `hour ${hours}`).toMatchObject({ pass: true });
      app.advance(60 * minute);
    }
    expect(await session.guard()).toMatchObject({ pass: true });
    app.advance(1);
    expect(await session.guard()).toMatchObject({ pass: false });
  });

  it("writes the host's session once in a tenth of the time, and waits for nothing in between", async () => {
    const app = inProcessApp(withIdle);
    const { session } = await app.enrolled("alice");
    await session.guard();
    const writes = new Set([session.state.slot]);
    for (let seconds = 0; seconds < 60 * minute; seconds += minute) {
      app.advance(minute);
      await session.guard();
      writes.add(session.state.slot);
    }
    expect(writes.size - 1, "writes within an hour").toBe(10);
    expect(app.engine.guard(session.request("GET", "/account"))).toMatchObject({ pass: true });
  });

  it("writes nothing without the option", async () => {
    const app = inProcessApp();
    const { session } = await app.enrolled("alice");
    const { slot } = session.state;
    app.advance(20 * 60 * minute);
    expect(await session.guard()).toMatchObject({ pass: true });
    expect(await session.require()).toMatchObject({ pass: true });
    expect(session.state.slot).toBe(slot);
  });

  it("writes nothing for whoever is refused", async () => {
    const app = inProcessApp(withIdle);
    const { session } = await app.enrolled("alice");
    app.advance(61 * minute);
    const { slot } = session.state;
    expect(await session.guard()).toMatchObject({ pass: false });
    expect(session.state.slot).toBe(slot);
  });

  it("lets nobody in whose session can't be written", async () => {
    const app = inProcessApp(withIdle);
    const { session } = await app.enrolled("alice");
    await session.guard();
    app.advance(30 * minute);
    const request = session.request("GET", "/account");
    const broken = {
      ...request,
      session: () => ({
        read: () => session.state.slot,
        write: () => Promise.reject(new Error("down")),
        rotate: () => undefined,
      }),
    };
    expect(await app.engine.guard(broken)).toMatchObject({ pass: false, reply: { status: 503 } });
  });

  it("leads a session that slept from the manage page to the challenge", async () => {
    const pages = { render: () => "", stylesheet: "", script: "" };
    const app = inProcessApp({ ...withIdle, pages });
    const { session } = await app.enrolled("alice");
    const manage = () => session.send("GET", "/manage", { headers: { accept: "text/html" } });
    expect((await manage()).status).toBe(200);
    app.advance(60 * minute + 1);
    const led = await manage();
    expect(led.headers).toContainEqual(["Location", "/2fa/challenge?return_to=%2F2fa%2Fmanage"]);
  });
});
