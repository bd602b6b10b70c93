import { describe, expect, it } from "vitest";
import { memoryRecords, type Records } from "../../src/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";

type App = ReturnType<typeof inProcessApp>;

const redeem = (session: ReturnType<App["signIn"]>, recoveryCode: string | undefined) =>
  session.send("POST", "/recovery-codes/redeem", { json: { recoveryCode } });

describe("redeeming a recovery code", () => {
  it("marks the session as recovered, and leaves the epoch and other sessions alone", async () => {
    const app = inProcessApp();
    const { session, recoveryCodes } = await app.enrolled("alice");
    const before = await app.records.forNamespace("default").load("alice");
    const other = app.signIn("alice");
    expect(JSON.parse((await redeem(other, recoveryCodes[0])).body)).toEqual({
      verifiedAt: new Date(app.now()).toISOString(),
      remaining: 9,
    });
    expect(JSON.parse((await other.send("GET", "/")).body)).toMatchObject({ amr: ["recovery"] });
    expect(await session.guard()).toMatchObject({ pass: true });
    expect((await app.records.forNamespace("default").load("alice")).epoch).toBe(before.epoch);
  });

  it("wants a recent sign-in, and an enrollment", async () => {
    const app = inProcessApp();
    const { recoveryCodes } = await app.enrolled("alice");
    const found = app.signIn("alice");
    await found.guard();
    app.advance(901);
    expect(codeOf(await redeem(found, recoveryCodes[0]))).toBe("sign_in_again");
    const changed = app.signIn("alice");
    await changed.guard();
    await app.engine.credentialsChanged("alice");
    expect(codeOf(await redeem(changed, recoveryCodes[0]))).toBe("sign_in_again");
    expect(codeOf(await redeem(app.signIn("bob"), recoveryCodes[0]))).toBe("not_enrolled");
    expect((await redeem(app.signIn("alice"), recoveryCodes[0])).status).toBe(200);
  });

  it("clears the failures in a row, and not those that bound guessing", async () => {
    const app = inProcessApp();
    const { recoveryCodes, secret } = await app.enrolled("alice");
    const otp = app.code(secret, 1) === "000000" ? "111111" : "000000";
    await app.signIn("alice").send("POST", "/verify", { json: { otp } });
    await redeem(app.signIn("alice"), recoveryCodes[0]);
    const { failures } = await app.records.forNamespace("default").load("alice");
    expect(failures).toMatchObject({ count: 1, inARow: 0 });
  });

  it("lets its owner in where the set that follows the last code can't be stored", async () => {
    const store = memoryRecords();
    const real = store.forNamespace("default");
    const busy: Records = Object.assign(Object.create(real) as Records, {
      replaceRecoveryCodes: async () => false,
    });
    const app = inProcessApp({ records: { durability: "process", forNamespace: () => busy } });
    const { recoveryCodes } = await app.enrolled("alice");
    for (const code of recoveryCodes.slice(0, 9)) await redeem(app.signIn("alice"), code);
    const last = app.signIn("alice");
    const reply = await redeem(last, recoveryCodes[9]);
    expect(JSON.parse(reply.body)).toEqual({ verifiedAt: expect.any(String), remaining: 0 });
    expect(await last.guard()).toMatchObject({ pass: true });
  });
});
