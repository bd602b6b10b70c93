import { describe, expect, it } from "vitest";
import type { Page } from "../../src/http/index.js";
import type { AuthenticatorKind, SecondFactorOptions } from "../../src/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";

const refusal = "authenticator_kind_not_allowed";
const html = { headers: { accept: "text/html" } };

/** What the host answers can change between two requests. */
function appWithKinds(
  first: readonly AuthenticatorKind[],
  more: Partial<SecondFactorOptions> = {},
) {
  let allowed: unknown = first;
  const authenticatorKinds = () => allowed as readonly AuthenticatorKind[];
  const rendered: Page[] = [];
  const pages = {
    stylesheet: "",
    script: "",
    render: (page: Page) => {
      rendered.push(page);
      return page.page;
    },
  };
  const app = inProcessApp({ authenticatorKinds, pages, ...more });
  return { app, rendered, allow: (kinds: unknown) => (allowed = kinds) };
}

describe("where recovery codes are not allowed", () => {
  const totpOnly = { authenticatorKinds: ["totp"] } as const;

  it("none are generated, redeemed or renewed", async () => {
    const app = inProcessApp(totpOnly);
    const { session, recoveryCodes } = await app.enrolled("alice");
    expect(recoveryCodes).toBeUndefined();
    const record = await app.records.forNamespace("default").load("alice");
    expect(record.recoveryCodesRemaining).toBe(0);
    expect(codeOf(await session.send("POST", "/recovery-codes", { json: {} }))).toBe(refusal);
    const recoveryCode = "0123-4567-89AB-CDEF-GHJK-MNPQ";
    const redeemed = await session.send("POST", "/recovery-codes/redeem", {
      json: { recoveryCode },
    });
    expect([redeemed.status, codeOf(redeemed)]).toEqual([403, refusal]);
    const status = JSON.parse((await session.send("GET", "/")).body);
    expect(status).toMatchObject({ recoveryCodes: { remaining: 0 }, authenticatorKinds: ["totp"] });
  });

  it("codes of before are worth nothing, use no budget up and are not used up", async () => {
    const { app, allow } = appWithKinds(["totp", "recovery_code"]);
    const { recoveryCodes } = await app.enrolled("alice");
    const thief = app.signIn("alice");
    const [recoveryCode] = recoveryCodes;
    const redeem = () => thief.send("POST", "/recovery-codes/redeem", { json: { recoveryCode } });
    allow(["totp"]);
    for (let tries = 0; tries < 12; tries += 1) expect(codeOf(await redeem())).toBe(refusal);
    expect(await thief.guard()).toMatchObject({ pass: false });
    allow(["totp", "recovery_code"]);
    expect((await redeem()).status).toBe(200);
  });

  it("what one opened is shut", async () => {
    const { app, allow } = appWithKinds(["totp", "recovery_code"]);
    const { recoveryCodes } = await app.enrolled("alice");
    const session = app.signIn("alice");
    const json = { recoveryCode: recoveryCodes[0] };
    await session.send("POST", "/recovery-codes/redeem", { json });
    expect(await session.guard()).toMatchObject({ pass: true });
    allow(["totp"]);
    expect(await session.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
    expect(await session.require()).toMatchObject({ pass: false, reply: { status: 403 } });
    expect(codeOf(await session.send("POST", "/totp/enrollments", { json: {} }))).toBe(
      "second_factor_required",
    );
  });

  it("no page shows them", async () => {
    const { app, rendered, allow } = appWithKinds(["totp"]);
    const { session } = await app.enrolled("alice");
    await session.send("GET", "/challenge", html);
    await session.send("GET", "/manage", html);
    expect(rendered).toMatchObject([
      { page: "challenge", recoveryCodesRemaining: null },
      { page: "manage", recoveryCodesRemaining: null },
    ]);
    await session.send("GET", "/recovery-codes", html);
    expect(rendered.at(-1)).toMatchObject({ page: "problem", code: refusal });
    allow(["totp", "recovery_code"]);
    await session.send("GET", "/manage", html);
    expect(rendered.at(-1)).toMatchObject({ recoveryCodesRemaining: 0 });
  });
});

describe("where codes of an authenticator app are not allowed", () => {
  it("nobody begins an enrollment, and one that was begun is not confirmed", async () => {
    const { app, rendered, allow } = appWithKinds(["totp"]);
    const alice = app.signIn("alice");
    const begin = () => alice.send("POST", "/totp/enrollments", { json: {} });
    const { enrollmentId, secret } = JSON.parse((await begin()).body);
    allow([]);
    expect(codeOf(await begin())).toBe(refusal);
    const confirm = `/totp/enrollments/${enrollmentId}/confirm`;
    const otp = app.code(secret.replaceAll(" ", ""));
    expect(codeOf(await alice.send("POST", confirm, { json: { otp } }))).toBe(refusal);
    await alice.send("GET", "/enroll", html);
    expect(rendered.at(-1)).toMatchObject({ page: "problem", code: refusal });
    allow(["totp"]);
    expect((await alice.send("POST", confirm, { json: { otp } })).status).toBe(200);
  });

  it("a code opens nothing, is not used up, and what one opened is shut", async () => {
    const { app, allow } = appWithKinds(["totp"]);
    const { session, secret } = await app.enrolled("alice");
    app.advance(30);
    allow(["recovery_code"]);
    expect(await session.guard()).toMatchObject({ pass: false });
    const verify = () => session.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect(codeOf(await verify())).toBe(refusal);
    allow(["totp"]);
    expect((await verify()).status).toBe(200);
  });
});

describe("an answer of the host's that is none", () => {
  const answers: readonly (readonly [string, unknown])[] = [
    ["undefined", undefined],
    ["true", true],
    ["a word", "totp"],
    ["an unknown kind", ["totp", "passkey"]],
    ["a promise of nonsense", Promise.resolve(null)],
  ];

  it.each(answers)("%s is an outage and never a yes", async (_what, answer) => {
    const { app, allow } = appWithKinds(["totp", "recovery_code"]);
    const { session, secret } = await app.enrolled("alice");
    app.advance(30);
    allow(answer);
    const json = { otp: app.code(secret) };
    const verified = await session.send("POST", "/verify", { json });
    expect([verified.status, codeOf(verified)]).toEqual([503, "subject_unavailable"]);
    expect(await session.guard()).toMatchObject({ pass: false, reply: { status: 503 } });
    expect(await session.require()).toMatchObject({ pass: false, reply: { status: 503 } });
    expect((await session.send("GET", "/")).status).toBe(503);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("down");
      },
    ],
    ["rejects", () => Promise.reject(new Error("down"))],
  ])("that %s is an outage too", async (_what, authenticatorKinds) => {
    const app = inProcessApp({ authenticatorKinds });
    const begun = await app.signIn("alice").send("POST", "/totp/enrollments", { json: {} });
    expect([begun.status, codeOf(begun)]).toEqual([503, "subject_unavailable"]);
  });
});

it("is decided subject by subject, also by a promise", async () => {
  const authenticatorKinds: SecondFactorOptions["authenticatorKinds"] = async ({ roles }) =>
    roles?.includes("admin") ? ["totp"] : ["totp", "recovery_code"];
  const app = inProcessApp({ authenticatorKinds });
  const { session, recoveryCodes } = await app.enrolled("alice");
  expect(recoveryCodes).toHaveLength(10);
  expect(await session.guard()).toMatchObject({ pass: true });
  const admin = app.session({ id: "alice", name: "alice@example.com", roles: ["admin"] });
  const json = { recoveryCode: recoveryCodes[0] };
  expect(codeOf(await admin.send("POST", "/recovery-codes/redeem", { json }))).toBe(refusal);
});
