import { describe, expect, it } from "vitest";
import { codeOf, inProcessApp } from "./in-process-app.js";

describe("the main job", () => {
  it("enrolls, guards, verifies once and steps up", async () => {
    const app = inProcessApp();
    const alice = app.signIn("alice");
    expect(await alice.guard()).toMatchObject({ pass: true });

    const { session, secret, recoveryCodes } = await app.enrolled("alice");
    expect(recoveryCodes).toHaveLength(10);
    expect(await session.guard()).toMatchObject({ pass: true });
    expect(session.state.rotations).toBe(1);

    app.advance(30);
    const next = app.signIn("alice");
    expect(await next.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
    const otp = app.code(secret);
    const verified = await next.send("POST", "/verify", { json: { otp } });
    expect(verified.status).toBe(200);
    expect(await next.guard()).toMatchObject({ pass: true });
    expect(await next.require(300)).toMatchObject({ pass: true });

    const again = app.signIn("alice");
    expect(codeOf(await again.send("POST", "/verify", { json: { otp } }))).toBe("invalid_otp");
    app.advance(301);
    expect(await next.require(300)).toMatchObject({ pass: false, reply: { status: 403 } });
    expect(await next.guard()).toMatchObject({ pass: true });
    expect((await next.send("POST", "/verify", { json: { otp: app.code(secret) } })).status).toBe(
      200,
    );
    expect(await next.require(300)).toMatchObject({ pass: true });
  });

  it("voids the old session's sign-in when the epoch changes elsewhere", async () => {
    const app = inProcessApp();
    const { secret } = await app.enrolled("alice");
    app.advance(60);
    const thief = app.signIn("alice");
    await thief.guard();
    await app.engine.credentialsChanged("alice");
    expect(codeOf(await thief.send("POST", "/verify", { json: { otp: app.code(secret) } }))).toBe(
      "sign_in_again",
    );
    expect(await thief.guard()).toMatchObject({ pass: false });
  });

  it("escalates to consecutive codes and never locks", async () => {
    const app = inProcessApp();
    const { secret, recoveryCodes } = await app.enrolled("alice");
    app.advance(120);
    const thief = app.signIn("alice");
    const statuses = [];
    for (let i = 0; i < 7; i++)
      statuses.push(
        (
          await thief.send("POST", "/verify", {
            json: { otp: "000000" },
            address: `198.51.100.${i}`,
          })
        ).status,
      );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const alice = app.signIn("alice");
    const refused = await alice.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect(JSON.parse(refused.body)).toMatchObject({ code: "too_many_attempts", codesNeeded: 2 });
    const pair = `${app.code(secret, -1)} ${app.code(secret)}`;
    expect((await alice.send("POST", "/verify", { json: { otp: pair } })).status).toBe(200);
    const other = app.signIn("alice");
    const redeemed = await other.send("POST", "/recovery-codes/redeem", {
      json: { recoveryCode: recoveryCodes[0] },
    });
    expect(JSON.parse(redeemed.body)).toMatchObject({ remaining: 9 });
    expect(await other.guard()).toMatchObject({ pass: true });
    expect(app.notices.map((notice) => notice.kind)).toEqual([
      "authenticator_added",
      "guessing_suspected",
      "recovery_code_used",
    ]);
  });
});
