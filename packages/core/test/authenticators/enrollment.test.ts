import { describe, expect, it } from "vitest";
import { memoryLimits, memoryRecords } from "../../src/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";

type App = ReturnType<typeof inProcessApp>;
type Session = ReturnType<App["signIn"]>;

async function begin(session: Session, json: object = {}) {
  const reply = await session.send("POST", "/totp/enrollments", { json });
  const body = JSON.parse(reply.body) as Record<string, string>;
  return { reply, ...body, secret: (body.secret ?? "").replaceAll(" ", "") } as {
    reply: typeof reply;
    secret: string;
    enrollmentId?: string;
    keyUri?: string;
    qrCode?: string;
    expiresAt?: string;
  };
}

const confirm = (session: Session, id: string | undefined, otp: string) =>
  session.send("POST", `/totp/enrollments/${id}/confirm`, { json: { otp } });

const cancel = (session: Session, id: string | undefined) =>
  session.send("DELETE", `/totp/enrollments/${id}`, {
    headers: { "sec-fetch-site": "same-origin" },
  });

const load = (app: App) => app.records.forNamespace("default").load("alice");

describe("an enrollment", () => {
  it("shows the secret as key URI, in groups and as QR code, and stores it sealed", async () => {
    const app = inProcessApp();
    const begun = await begin(app.signIn("alice"), { name: "phone" });
    expect(begun.reply.status).toBe(201);
    expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(begun.keyUri).toContain(`secret=${begun.secret}&issuer=Acme`);
    expect(begun.qrCode).toContain("<svg");
    const { pending, authenticators } = await load(app);
    expect(authenticators).toEqual([]);
    expect(pending).toMatchObject({ id: begun.enrollmentId, name: "phone" });
    expect(pending?.expiresAt).toBe(Date.parse(begun.expiresAt ?? ""));
    expect(app.notices).toEqual([]);
  });

  it("is over after ten minutes, to the millisecond", async () => {
    const app = inProcessApp();
    const alice = app.signIn("alice");
    const begun = await begin(alice);
    app.advance(599.999);
    expect(codeOf(await confirm(alice, begun.enrollmentId, "000000"))).toBe("invalid_otp");
    app.advance(0.001);
    const otp = app.code(begun.secret);
    expect(codeOf(await confirm(alice, begun.enrollmentId, otp))).toBe("enrollment_not_found");
  });

  it("belongs to the session that began it", async () => {
    const app = inProcessApp();
    const begun = await begin(app.signIn("alice"));
    const other = app.signIn("alice");
    for (const otp of [app.code(begun.secret), "1"])
      expect(codeOf(await confirm(other, begun.enrollmentId, otp))).toBe("enrollment_not_found");
    expect(codeOf(await cancel(other, begun.enrollmentId))).toBe("enrollment_not_found");
    expect((await load(app)).pending?.id).toBe(begun.enrollmentId);
  });

  it("is replaced by the next one, and canceled once", async () => {
    const app = inProcessApp();
    const alice = app.signIn("alice");
    const [first, second] = [await begin(alice), await begin(alice)];
    const otp = app.code(first.secret);
    expect(codeOf(await confirm(alice, first.enrollmentId, otp))).toBe("enrollment_not_found");
    expect((await cancel(alice, second.enrollmentId)).status).toBe(204);
    expect(codeOf(await cancel(alice, second.enrollmentId))).toBe("enrollment_not_found");
    expect(app.events.at(-1)).toMatchObject({ type: "enrollment.canceled" });
  });

  it("is void after five wrong codes; codes of a wrong form count for nothing", async () => {
    const app = inProcessApp();
    const alice = app.signIn("alice");
    const begun = await begin(alice);
    const right = app.code(begun.secret);
    for (const [otp, code] of [
      ["12345", "otp_wrong_length"],
      [`${right} ${right}`, "otp_wrong_length"],
      ["abcdef", "otp_malformed"],
    ] as const)
      expect(codeOf(await confirm(alice, begun.enrollmentId, otp))).toBe(code);
    const wrong = right === "000000" ? "111111" : "000000";
    for (const attemptsRemaining of [4, 3, 2, 1, 0]) {
      const reply = await confirm(alice, begun.enrollmentId, wrong);
      expect(JSON.parse(reply.body)).toMatchObject({ code: "invalid_otp", attemptsRemaining });
    }
    expect(codeOf(await confirm(alice, begun.enrollmentId, right))).toBe("enrollment_not_found");
    expect(await load(app)).toMatchObject({ pending: null, authenticators: [] });
  });

  it("is confirmed by exactly one of parallel requests", async () => {
    const app = inProcessApp();
    const alice = app.signIn("alice");
    const begun = await begin(alice);
    const otp = app.code(begun.secret);
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => confirm(alice, begun.enrollmentId, otp)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
    expect((await load(app)).authenticators).toHaveLength(1);
  });

  it("dies with the epoch it began in", async () => {
    const app = inProcessApp();
    const alice = app.signIn("alice");
    const begun = await begin(alice);
    await app.engine.credentialsChanged("alice");
    const reply = await confirm(alice, begun.enrollmentId, app.code(begun.secret));
    expect(codeOf(reply)).toBe("enrollment_not_found");
    expect((await load(app)).authenticators).toEqual([]);
  });

  it("wants a recent sign-in at first, and a fresh second factor afterwards", async () => {
    const app = inProcessApp();
    const found = app.signIn("alice");
    await found.guard();
    app.advance(901);
    expect(codeOf((await begin(found)).reply)).toBe("sign_in_again");
    const { session } = await app.enrolled("alice");
    expect(codeOf((await begin(app.signIn("alice"))).reply)).toBe("second_factor_required");
    app.advance(300);
    expect((await begin(session)).reply.status).toBe(201);
    app.advance(1);
    expect(codeOf((await begin(session)).reply)).toBe("second_factor_required");
  });

  it("asks a client-held session for the time of its sign-in, which it could not prove itself", async () => {
    const warnings: string[] = [];
    const app = inProcessApp({ warn: (message) => void warnings.push(message) });
    const held = { sessionHeldBy: "client" } as const;
    const name = "alice@example.com";
    const unknown = app.session({ id: "alice", name }, held);
    expect(codeOf((await begin(unknown)).reply)).toBe("sign_in_again");
    expect(warnings).toEqual([expect.stringContaining("[authenticated_at_missing]")]);
    const told = app.session({ id: "alice", name, authenticatedAt: app.now() - 899_000 }, held);
    expect((await begin(told)).reply.status).toBe(201);
  });

  it("leaves the active authenticator alone, and keeps the recovery codes there are", async () => {
    const app = inProcessApp();
    const { session, secret, authenticatorId } = await app.enrolled("alice");
    const other = app.signIn("alice");
    await other.guard();
    const begun = await begin(session, { name: "tablet" });
    app.advance(60);
    expect(
      (await app.signIn("alice").send("POST", "/verify", { json: { otp: app.code(secret) } }))
        .status,
    ).toBe(200);
    const reply = await confirm(session, begun.enrollmentId, app.code(begun.secret));
    expect(JSON.parse(reply.body)).toEqual({
      authenticator: expect.objectContaining({ name: "tablet", type: "totp" }),
    });
    expect((await load(app)).authenticators.map(({ id }) => id)).toEqual([
      authenticatorId,
      begun.enrollmentId,
    ]);
    // The change ends every sign-in that was half way.
    const json = { otp: app.code(secret, 1) };
    expect(codeOf(await other.send("POST", "/verify", { json }))).toBe("sign_in_again");
    expect(app.notices.at(-1)).toMatchObject({
      kind: "authenticator_added",
      authenticatorName: "tablet",
    });
  });

  it("stops at the number of authenticators that is allowed", async () => {
    const app = inProcessApp({ maxAuthenticators: 2 });
    const { session } = await app.enrolled("alice");
    const begun = await begin(session);
    await confirm(session, begun.enrollmentId, app.code(begun.secret));
    const refused = await begin(session);
    expect([refused.reply.status, codeOf(refused.reply)]).toEqual([409, "too_many_authenticators"]);
  });

  it("stops an endless row of them, per account", async () => {
    const budgets = { enrollment: { points: 3, durationSeconds: 3600 } };
    const app = inProcessApp({ budgets });
    const alice = app.signIn("alice");
    for (let tries = 0; tries < 3; tries += 1) expect((await begin(alice)).reply.status).toBe(201);
    const refused = await begin(alice);
    expect([refused.reply.status, codeOf(refused.reply)]).toEqual([429, "too_many_enrollments"]);
    expect(refused.reply.headers).toContainEqual(["Retry-After", "3600"]);
    expect((await begin(app.signIn("bob"))).reply.status).toBe(201);
  });

  it("shows no secret over plain HTTP outside development", async () => {
    const app = inProcessApp({
      development: false,
      records: { ...memoryRecords(), durability: "durable" },
      limits: { ...memoryLimits(), durability: "shared" },
    });
    const alice = app.signIn("alice");
    const plain = await alice.send("POST", "/totp/enrollments", { json: {}, secure: false });
    expect([plain.status, codeOf(plain)]).toEqual([403, "insecure_transport"]);
    expect((await begin(alice)).reply.status).toBe(201);
  });

  it("makes secrets as long as the algorithm wants them, and warns", async () => {
    const warnings: string[] = [];
    const app = inProcessApp({
      totp: { algorithm: "SHA512", digits: 8, period: 60 },
      warn: (message) => void warnings.push(message),
    });
    const begun = await begin(app.signIn("alice"));
    expect(begun.secret).toHaveLength(103);
    expect(begun.keyUri).toContain("&algorithm=SHA512&digits=8&period=60");
    expect(warnings).toEqual([expect.stringContaining("[totp_parameters]")]);
  });

  it.each([
    ["", "Authenticator app"],
    ["  my phone ", "my phone"],
    ["\u{1f511} Schlüssel", "\u{1f511} Schlüssel"],
  ])("takes %j as a name", async (name, stored) => {
    const app = inProcessApp();
    await begin(app.signIn("alice"), { name });
    expect((await load(app)).pending?.name).toBe(stored);
  });

  it.each([
    [" ", "name_invalid"],
    ["a".repeat(65), "name_invalid"],
    ["a\nb", "name_invalid"],
    [7, "wrong_type"],
  ])("does not take %j as a name", async (name, code) => {
    const app = inProcessApp();
    expect(codeOf((await begin(app.signIn("alice"), { name })).reply)).toBe(code);
    expect((await load(app)).pending).toBeNull();
  });
});
