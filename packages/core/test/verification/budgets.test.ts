import { describe, expect, it } from "vitest";
import { memoryLimits } from "../../src/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";

type App = ReturnType<typeof inProcessApp>;
type Owner = Awaited<ReturnType<App["enrolled"]>>;

/** So many single codes that are wrong at any time near. */
async function fail(app: App, { secret }: Owner, tries: number, address = "198.51.100.1") {
  const right = new Set([-2, -1, 0, 1, 2].map((step) => app.code(secret, step)));
  const wrong = ["000000", "111111", "222222", "333333", "444444", "555555", "666666"];
  const otps = wrong.filter((otp) => !right.has(otp));
  const thief = app.signIn("alice");
  let last = { status: 0, body: "{}" };
  for (let index = 0; index < tries; index += 1) {
    const json = { otp: otps[index % 2] };
    last = await thief.send("POST", "/verify", { json, address });
  }
  return { status: last.status, ...(JSON.parse(last.body) as Record<string, unknown>) };
}

const verify = (app: App, otp: string, address = "203.0.113.1") =>
  app.signIn("alice").send("POST", "/verify", { json: { otp }, address });

const failures = async (app: App) =>
  (await app.records.forNamespace("default").load("alice")).failures;

describe("the budgets of an account", () => {
  it("give the short one back after a single code, and never the long one", async () => {
    const app = inProcessApp();
    const alice = await app.enrolled("alice");
    app.advance(60);
    await fail(app, alice, 4);
    expect((await verify(app, app.code(alice.secret))).status).toBe(200);
    expect(await fail(app, alice, 1)).toMatchObject({ status: 401, attemptsRemaining: 4 });
    expect(await failures(app)).toMatchObject({ count: 5, inARow: 1 });
  });

  it("give nothing back after a longer form: else the owner would feed the guesser", async () => {
    const app = inProcessApp();
    const alice = await app.enrolled("alice");
    app.advance(120);
    await fail(app, alice, 5);
    const pair = `${app.code(alice.secret, -1)} ${app.code(alice.secret)}`;
    expect((await verify(app, pair)).status).toBe(200);
    expect(await fail(app, alice, 1)).toMatchObject({ status: 429, codesNeeded: 2 });
    expect(await failures(app)).toMatchObject({ count: 5, inARow: 0 });
  });

  it("ask for three codes once the pairs are spent too, and reset pairs by a pair", async () => {
    const app = inProcessApp();
    const alice = await app.enrolled("alice");
    app.advance(300);
    for (let pairs = 0; pairs < 10; pairs += 1)
      expect(codeOf(await verify(app, "000000 000000"))).toBe("invalid_otp");
    const eleventh = await verify(app, `${app.code(alice.secret, -1)}${app.code(alice.secret)}`);
    expect(JSON.parse(eleventh.body)).toMatchObject({ code: "too_many_attempts", codesNeeded: 3 });
    const codes = [-2, -1, 0].map((step) => app.code(alice.secret, step));
    expect((await verify(app, codes.join("-"))).status).toBe(200);
    app.advance(3600);
    expect(
      (await verify(app, `${app.code(alice.secret, -1)}${app.code(alice.secret)}`)).status,
    ).toBe(200);
    expect(await failures(app)).toMatchObject({ count: 0 });
  });

  it("close single codes at the failures that were configured, until their window ends", async () => {
    const app = inProcessApp({ budgets: { longTerm: { failures: 5, days: 2 } } });
    const alice = await app.enrolled("alice");
    await fail(app, alice, 5);
    app.advance(86_400);
    const closed = await verify(app, app.code(alice.secret));
    expect(JSON.parse(closed.body)).toMatchObject({ retryAfter: 86_400, codesNeeded: 2 });
    app.advance(86_400);
    expect((await verify(app, app.code(alice.secret))).status).toBe(200);
  });

  it("tell the owner once for each time that the short one is spent", async () => {
    const app = inProcessApp();
    const alice = await app.enrolled("alice");
    app.notices.length = 0;
    await fail(app, alice, 20);
    expect(app.notices).toMatchObject([
      { kind: "guessing_suspected", subjectId: "alice", subjectName: "alice@example.com" },
    ]);
    expect(app.events.filter(({ type }) => type === "verification.escalated")).toHaveLength(1);
  });
});

describe("the budget of an address", () => {
  const budgets = { address: { points: 3, durationSeconds: 900 } };

  it("counts failures in every lane and closes every lane", async () => {
    const app = inProcessApp({ budgets });
    const alice = await app.enrolled("alice");
    app.advance(300);
    await fail(app, alice, 1, "198.51.100.9");
    for (const otp of ["000000 000000", "000000 000000 000000"])
      expect(codeOf(await verify(app, otp, "198.51.100.9"))).toBe("invalid_otp");
    const codes = [-2, -1, 0].map((step) => app.code(alice.secret, step));
    for (const count of [1, 2, 3]) {
      const otp = codes.slice(-count).join(" ");
      expect(codeOf(await verify(app, otp, "198.51.100.9"))).toBe("too_many_attempts");
    }
    const json = { recoveryCode: alice.recoveryCodes[0] };
    const thief = app.signIn("alice");
    const redeem = (address: string) =>
      thief.send("POST", "/recovery-codes/redeem", { json, address });
    expect(codeOf(await redeem("198.51.100.9"))).toBe("too_many_attempts");
    expect((await redeem("203.0.113.5")).status).toBe(200);
  });

  it("is off where the address is not known, and says so once", async () => {
    const warnings: string[] = [];
    const app = inProcessApp({ budgets, warn: (message) => void warnings.push(message) });
    const { secret } = await app.enrolled("alice");
    app.advance(300);
    const client = { address: undefined, secure: true, addressWithheld: true };
    for (let tries = 0; tries < 6; tries += 1) {
      const someone = app.session({ id: "alice", name: "a" }, { client });
      const json = { otp: "000000 000000 000000" };
      const reply = await someone.send("POST", "/verify", { json });
      // Nothing bounds three codes here: there is always another try.
      expect(JSON.parse(reply.body)).toMatchObject({ code: "invalid_otp", attemptsRemaining: 1 });
    }
    expect((await verify(app, app.code(secret))).status).toBe(200);
    expect(warnings).toEqual([expect.stringContaining("[address_unknown]")]);
  });
});

describe("the lane of recovery codes", () => {
  const wrong = (index: number) => `${"ABCDEFGHJK".repeat(2)}${String(index).padStart(4, "0")}`;
  const redeem = (app: App, recoveryCode: string | undefined, address = "198.51.100.1") =>
    app.signIn("alice").send("POST", "/recovery-codes/redeem", { json: { recoveryCode }, address });

  it("refuses wrong codes past ten an hour, and the right one never", async () => {
    const app = inProcessApp();
    const { recoveryCodes } = await app.enrolled("alice");
    for (let index = 0; index < 10; index += 1) {
      const reply = await redeem(app, wrong(index));
      expect(JSON.parse(reply.body)).toMatchObject({
        code: "invalid_recovery_code",
        attemptsRemaining: 9 - index,
      });
    }
    const refused = await redeem(app, wrong(10));
    expect(refused.status).toBe(429);
    expect(refused.headers).toContainEqual(["Retry-After", "3600"]);
    expect((await redeem(app, recoveryCodes[0])).status).toBe(200);
    expect(codeOf(await redeem(app, recoveryCodes[0]))).toBe("invalid_recovery_code");
    expect((await failures(app)).count).toBe(0);
  });

  it("lets the address pay before anything is looked up, once it is spent", async () => {
    const app = inProcessApp({ budgets: { address: { points: 12, durationSeconds: 900 } } });
    const { recoveryCodes } = await app.enrolled("alice");
    for (let index = 0; index < 10; index += 1) await redeem(app, wrong(index));
    const burst = await Promise.all(
      Array.from({ length: 20 }, (_, index) => redeem(app, wrong(index))),
    );
    expect(new Set(burst.map(({ status }) => status))).toEqual(new Set([429]));
    const compared = app.events.filter(({ type }) => type === "verification.invalid");
    expect(compared).toHaveLength(12);
    expect(codeOf(await redeem(app, recoveryCodes[0]))).toBe("too_many_attempts");
    expect((await redeem(app, recoveryCodes[0], "203.0.113.5")).status).toBe(200);
  });

  it("works without an address, where the same is not to be had", async () => {
    const app = inProcessApp({ limits: memoryLimits() });
    const { recoveryCodes } = await app.enrolled("alice");
    const client = { address: undefined, secure: true };
    const send = (recoveryCode: string | undefined) =>
      app
        .session({ id: "alice", name: "a" }, { client })
        .send("POST", "/recovery-codes/redeem", { json: { recoveryCode } });
    for (let index = 0; index < 12; index += 1) await send(wrong(index));
    expect((await send(wrong(12))).status).toBe(429);
    expect((await send(recoveryCodes[3])).status).toBe(200);
  });

  it("brings a new set with the last code, shown once, and voids other sessions by it", async () => {
    const app = inProcessApp();
    const { recoveryCodes, session } = await app.enrolled("alice");
    for (const code of recoveryCodes.slice(0, 9)) {
      expect(JSON.parse((await redeem(app, code)).body).recoveryCodes).toBeUndefined();
      app.advance(60);
    }
    expect(await session.guard()).toMatchObject({ pass: true });
    const last = app.signIn("alice");
    const reply = await last.send("POST", "/recovery-codes/redeem", {
      json: { recoveryCode: recoveryCodes[9] },
    });
    const { remaining, recoveryCodes: fresh } = JSON.parse(reply.body);
    expect([remaining, fresh.length]).toEqual([10, 10]);
    expect(await last.guard()).toMatchObject({ pass: true });
    expect(await session.guard()).toMatchObject({ pass: false });
    expect((await redeem(app, fresh[0])).status).toBe(200);
    expect(app.notices.at(-1)).toMatchObject({
      kind: "recovery_code_used",
      recoveryCodesRemaining: 9,
    });
  });
});
