import { describe, expect, it } from "vitest";
import { keyRing, memoryRecords } from "../../src/index.js";
import { inProcessApp, start } from "../app/in-process-app.js";

const otherKeys = "k2:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";

describe("what support sees of an account", () => {
  it("is nothing but zeros for an account that nobody has seen", async () => {
    const app = inProcessApp();
    expect(await app.engine.describe("nobody")).toEqual({
      subjectId: "nobody",
      authenticators: [],
      mustEnroll: false,
      pending: null,
      recoveryCodesRemaining: 0,
      failures: { count: 0, inARow: 0, since: null },
      throttle: { codesNeeded: 1, retryAfterSeconds: 0 },
      recovery: null,
      trustedBrowsers: [],
      credentialsChangedAt: null,
      contactChangedAt: null,
      changedAt: null,
    });
    expect((await app.records.forNamespace("default").load("nobody")).epoch, "reads only").toBe("");
  });

  it("names authenticators, codes left and an enrollment under way", async () => {
    const app = inProcessApp();
    const { session } = await app.enrolled("alice");
    await session.send("POST", "/totp/enrollments", { json: { name: "new phone" } });
    expect(await app.engine.describe("alice")).toMatchObject({
      authenticators: [{ type: "totp", createdAt: start, lastUsedAt: start, secret: "opens" }],
      pending: { name: "new phone", expiresAt: start + 600_000 },
      recoveryCodesRemaining: 10,
      changedAt: start,
    });
    app.advance(601);
    expect((await app.engine.describe("alice")).pending, "expired").toBeNull();
  });

  it("carries no secret, no digest and no epoch", async () => {
    const app = inProcessApp();
    const { session, secret, recoveryCodes } = await app.enrolled("alice");
    await session.send("POST", "/totp/enrollments", { json: { name: "new phone" } });
    const row = await app.records.forNamespace("default").load("alice");
    const told = JSON.stringify(await app.engine.describe("alice"));
    for (const hidden of [secret, ...recoveryCodes, row.epoch, "sealed", "startedBy"])
      expect(told, "nobody gets in with what support sees").not.toContain(hidden);
  });

  it("tells how many codes a throttled account needs, and for how long", async () => {
    const app = inProcessApp();
    const { secret } = await app.enrolled("alice");
    const otp = app.code(secret) === "000000" ? "111111" : "000000";
    for (let tries = 0; tries < 5; tries += 1)
      await app.signIn("alice").send("POST", "/verify", { json: { otp } });
    expect(await app.engine.describe("alice")).toMatchObject({
      failures: { count: 5, inARow: 5, since: start },
      throttle: { codesNeeded: 2, retryAfterSeconds: 900 },
    });
    app.advance(31 * 86_400);
    expect(await app.engine.describe("alice")).toMatchObject({
      failures: { count: 0, inARow: 5, since: null },
      throttle: { codesNeeded: 1, retryAfterSeconds: 0 },
    });
  });

  it("tells a key that is gone from a row that was moved", async () => {
    const records = memoryRecords();
    const first = inProcessApp({ records });
    await first.enrolled("alice");
    const rotated = inProcessApp({ records, keys: keyRing(otherKeys) });
    expect(await rotated.engine.describe("alice")).toMatchObject({
      authenticators: [{ secret: "key_missing" }],
    });

    const rows = records.forNamespace("default");
    const { authenticators } = await rows.load("alice");
    const moved = { durability: "process" as const, forNamespace: () => rows };
    rows.load = async () => ({
      ...(await first.records.forNamespace("x").load("a")),
      authenticators,
    });
    const thief = inProcessApp({ records: moved });
    expect(await thief.engine.describe("mallory")).toMatchObject({
      authenticators: [{ secret: "refused" }],
    });
  });
});

describe("the grounds of a reset", () => {
  it("stand in the event, in one line", async () => {
    const app = inProcessApp();
    await app.enrolled("alice");
    await app.engine.reset("alice", { reason: "lost\nphone\u2028#4711", actor: "dave" });
    expect(app.events.at(-1)).toMatchObject({
      type: "subject.reset",
      subjectId: "alice",
      reason: "lost phone #4711",
      actor: "dave",
    });
    await app.engine.reset("alice", { reason: "x".repeat(600) });
    expect(app.events.at(-1)).toMatchObject({ reason: "x".repeat(500) });
    expect(app.events.at(-1)).not.toHaveProperty("actor");
  });
});
