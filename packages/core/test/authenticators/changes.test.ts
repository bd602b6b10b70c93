import { describe, expect, it } from "vitest";
import type { SecondFactorOptions } from "../../src/index.js";
import { codeOf, inProcessApp, start } from "../app/in-process-app.js";

type App = ReturnType<typeof inProcessApp>;
type Session = ReturnType<App["signIn"]>;

async function add(app: App, session: Session, name: string) {
  const reply = await session.send("POST", "/totp/enrollments", { json: { name } });
  const { enrollmentId, secret } = JSON.parse(reply.body);
  const own = secret.replaceAll(" ", "");
  await session.send("POST", `/totp/enrollments/${enrollmentId}/confirm`, {
    json: { otp: app.code(own) },
  });
  return { id: enrollmentId as string, secret: own as string };
}

const sameOrigin = { "sec-fetch-site": "same-origin" };
const remove = (session: Session, id: string) =>
  session.send("DELETE", `/authenticators/${id}`, { headers: sameOrigin });
const load = (app: App) => app.records.forNamespace("default").load("alice");

/** Verified by a recovery code: good for the guard, not for everything. */
async function recovered(app: App, recoveryCode: string | undefined) {
  const session = app.signIn("alice");
  await session.send("POST", "/recovery-codes/redeem", { json: { recoveryCode } });
  return session;
}

describe("removing an authenticator", () => {
  it("ends other sessions' marks and keeps one's own, no younger than it was", async () => {
    const app = inProcessApp();
    const { session, authenticatorId, secret } = await app.enrolled("alice");
    await add(app, session, "tablet");
    app.advance(60);
    const other = app.signIn("alice");
    await other.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect(await other.guard()).toMatchObject({ pass: true });
    expect((await remove(session, authenticatorId)).status).toBe(204);
    expect(await session.require(61)).toMatchObject({ pass: true });
    expect(await session.require(59)).toMatchObject({ pass: false });
    expect(await other.guard()).toMatchObject({ pass: false });
    expect(app.notices.at(-1)).toMatchObject({
      kind: "authenticator_removed",
      authenticatorName: "Authenticator app",
    });
    expect(codeOf(await remove(session, authenticatorId))).toBe("authenticator_not_found");
  });

  it.each<[string, SecondFactorOptions["policy"], number]>([
    ["optional", "optional", 204],
    ["required", "required", 409],
    ["required soon", { required: true, graceUntil: start + 1e9 }, 409],
    ["a function's word", ({ id }) => (id === "alice" ? "required" : "optional"), 409],
  ])(
    "lets the last one go only where nothing asks for one: the policy is %s",
    async (_, policy, status) => {
      const app = inProcessApp(policy === undefined ? {} : { policy });
      const { session, authenticatorId } = await app.enrolled("alice");
      const reply = await remove(session, authenticatorId);
      expect(reply.status).toBe(status);
      const { authenticators, recoveryCodesRemaining } = await load(app);
      expect(authenticators).toHaveLength(status === 204 ? 0 : 1);
      expect(recoveryCodesRemaining).toBe(status === 204 ? 0 : 10);
      if (status === 409) expect(codeOf(reply)).toBe("last_authenticator");
      else expect(await session.guard()).toMatchObject({ pass: true });
    },
  );

  it("lets a recovery code remove the lost one of two, and never the last", async () => {
    const app = inProcessApp();
    const { session, authenticatorId, recoveryCodes } = await app.enrolled("alice");
    const second = await add(app, session, "tablet");
    const finder = await recovered(app, recoveryCodes[0]);
    expect((await remove(finder, authenticatorId)).status).toBe(204);
    expect(codeOf(await remove(finder, second.id))).toBe("second_factor_required");
    expect((await load(app)).authenticators).toHaveLength(1);
  });

  it("wants the second factor fresh", async () => {
    const app = inProcessApp({ changeMaxAgeSeconds: 30 });
    const { session, authenticatorId } = await app.enrolled("alice");
    app.advance(31);
    expect(codeOf(await remove(session, authenticatorId))).toBe("second_factor_required");
  });

  it("does not remove the last two at once", async () => {
    const app = inProcessApp({ policy: "required" });
    const { session, authenticatorId } = await app.enrolled("alice");
    const second = await add(app, session, "tablet");
    const replies = await Promise.all(
      [authenticatorId, second.id].map((id) => remove(session, id)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect((await load(app)).authenticators).toHaveLength(1);
  });
});

describe("renaming an authenticator", () => {
  it("takes the new name, by PATCH and by form", async () => {
    const app = inProcessApp();
    const { session, authenticatorId } = await app.enrolled("alice");
    const path = `/authenticators/${authenticatorId}`;
    const patched = await session.send("PATCH", path, { json: { name: " phone " } });
    expect(JSON.parse(patched.body)).toMatchObject({ id: authenticatorId, name: "phone" });
    const posted = await session.send("POST", `${path}/rename`, {
      form: { name: "fon" },
      headers: sameOrigin,
    });
    expect(posted.status).toBe(200);
    expect((await load(app)).authenticators[0]?.name).toBe("fon");
    expect(codeOf(await session.send("PATCH", path, { json: {} }))).toBe("field_missing");
    const nobodys = await session.send("PATCH", "/authenticators/x", { json: { name: "x" } });
    expect(codeOf(nobodys)).toBe("authenticator_not_found");
    app.advance(301);
    const stale = await session.send("PATCH", path, { json: { name: "x" } });
    expect(codeOf(stale)).toBe("second_factor_required");
  });
});

describe("replacing the recovery codes", () => {
  const replace = (session: Session) => session.send("POST", "/recovery-codes", { json: {} });

  it("needs a code of an authenticator: one found recovery code must not become ten", async () => {
    const app = inProcessApp();
    const { session, recoveryCodes, secret } = await app.enrolled("alice");
    const finder = await recovered(app, recoveryCodes[0]);
    expect(codeOf(await replace(finder))).toBe("second_factor_required");
    app.advance(301);
    expect(codeOf(await replace(session))).toBe("second_factor_required");
    await finder.send("POST", "/verify", { json: { otp: app.code(secret) } });
    const reply = await replace(finder);
    expect(JSON.parse(reply.body).recoveryCodes).toHaveLength(10);
    expect(await finder.guard()).toMatchObject({ pass: true });
    expect(app.notices.at(-1)).toMatchObject({ kind: "recovery_codes_replaced" });
  });

  it("happens once where two ask at the same time", async () => {
    const app = inProcessApp();
    const { session } = await app.enrolled("alice");
    const replies = await Promise.all([replace(session), replace(session)]);
    expect(replies.map((reply) => [reply.status, codeOf(reply)])).toContainEqual([
      409,
      "changed_meanwhile",
    ]);
  });
});

describe("a reset", () => {
  it("voids everything, tells the owner and asks for a new enrollment, whatever the policy", async () => {
    const app = inProcessApp();
    const { session, secret, recoveryCodes } = await app.enrolled("alice");
    await app.engine.reset("alice");
    expect(await load(app)).toMatchObject({
      mustEnroll: true,
      authenticators: [],
      recoveryCodesRemaining: 0,
    });
    expect(app.notices.at(-1)).toMatchObject({
      kind: "second_factor_reset",
      subjectId: "alice",
      subjectName: null,
    });
    const anew = app.signIn("alice");
    for (const browser of [session, anew]) {
      const decision = await browser.guard();
      expect(decision).toMatchObject({ pass: false, reply: { status: 403 } });
      if (!decision.pass) expect(codeOf(decision.reply)).toBe("enrollment_required");
    }
    const json = { otp: app.code(secret, 1), recoveryCode: recoveryCodes[0] };
    expect(codeOf(await anew.send("POST", "/verify", { json }))).toBe("not_enrolled");
    expect(codeOf(await anew.send("POST", "/recovery-codes/redeem", { json }))).toBe(
      "not_enrolled",
    );
    expect(JSON.parse((await anew.send("GET", "/")).body)).toMatchObject({ required: true });
    await add(app, anew, "new phone");
    expect(await anew.guard()).toMatchObject({ pass: true });
    expect((await load(app)).mustEnroll).toBe(false);
  });

  it("keeps the failures that bound guessing", async () => {
    const app = inProcessApp();
    const { secret } = await app.enrolled("alice");
    const otp = app.code(secret) === "000000" ? "111111" : "000000";
    await app.signIn("alice").send("POST", "/verify", { json: { otp } });
    await app.engine.reset("alice");
    expect((await load(app)).failures.count).toBe(1);
  });
});

describe("the policy", () => {
  it("lets a grace period pass and then asks for an enrollment, and tells until when", async () => {
    const graceUntil = start + 86_400_000;
    const app = inProcessApp({ policy: { required: true, graceUntil } });
    const alice = app.signIn("alice");
    expect(await alice.guard()).toMatchObject({ pass: true });
    expect(JSON.parse((await alice.send("GET", "/")).body)).toMatchObject({
      required: false,
      graceUntil: new Date(graceUntil).toISOString(),
    });
    app.advance(86_399.999);
    expect(await app.signIn("alice").guard()).toMatchObject({ pass: true });
    app.advance(0.001);
    const late = app.signIn("alice");
    expect(await late.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
    await add(app, late, "phone");
    expect(await late.guard()).toMatchObject({ pass: true });
  });

  it.each<[string, () => unknown]>([
    ["throws", () => Promise.reject(new Error("no directory"))],
    ["answers nothing", () => undefined],
    ["answers false", () => false],
    ["answers a grace that is no time", () => ({ required: true, graceUntil: "tomorrow" })],
  ])("is an outage where it %s: never optional", async (_, policy) => {
    const app = inProcessApp({ policy: policy as NonNullable<SecondFactorOptions["policy"]> });
    expect(await app.signIn("alice").guard()).toMatchObject({
      pass: false,
      reply: { status: 503 },
    });
  });
});
