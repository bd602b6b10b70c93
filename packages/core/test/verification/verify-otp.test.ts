import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { codeOf, inProcessApp, start } from "../app/in-process-app.js";

const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const otherSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

type App = ReturnType<typeof inProcessApp>;

const verify = (app: App, otp: string, authenticatorId?: string) =>
  app.signIn("alice").send("POST", "/verify", { json: { otp, authenticatorId } });

/** Alice with two authenticators, as another system left them. */
async function withTwo(app: App, secrets = [rfcSecret, otherSecret]) {
  const ids: string[] = [];
  for (const secret of secrets) {
    const imported = await app.engine.importAuthenticator({ subjectId: "alice", secret });
    ids.push(imported.authenticatorId);
  }
  const lastSteps = async () => {
    const { authenticators } = await app.records.forNamespace("default").load("alice");
    return ids.map((id) => authenticators.find((one) => one.id === id)?.lastStep ?? 0);
  };
  return { ids, lastSteps };
}

describe("verifying with several authenticators", () => {
  it("takes a code for the named one only", async () => {
    const app = inProcessApp();
    const { ids, lastSteps } = await withTwo(app);
    const before = await lastSteps();
    expect(codeOf(await verify(app, app.code(rfcSecret), ids[1]))).toBe("invalid_otp");
    expect(await lastSteps()).toEqual(before);
    expect((await verify(app, app.code(rfcSecret), ids[0])).status).toBe(200);
    expect(await lastSteps()).toEqual([start / 30_000, before[1]]);
  });

  it("finds the one that a code belongs to where none is named", async () => {
    const app = inProcessApp();
    const { ids } = await withTwo(app);
    expect((await verify(app, app.code(otherSecret))).status).toBe(200);
    expect(app.events.at(-1)).toMatchObject({
      type: "verification.accepted",
      authenticatorId: ids[1],
      lane: "single",
      offset: 0,
    });
  });

  it("knows no authenticator of somebody else", async () => {
    const app = inProcessApp();
    await withTwo(app);
    const bob = await app.enrolled("bob");
    const reply = await verify(app, app.code(rfcSecret), bob.authenticatorId);
    expect([reply.status, codeOf(reply)]).toEqual([404, "authenticator_not_found"]);
    const { failures } = await app.records.forNamespace("default").load("alice");
    expect(failures.count).toBe(0);
  });

  it("burns both where one code fits two, whichever is named", async () => {
    for (const named of [0, 1, undefined]) {
      const app = inProcessApp();
      const { ids, lastSteps } = await withTwo(app, [rfcSecret, rfcSecret]);
      const otp = app.code(rfcSecret);
      const id = named === undefined ? undefined : ids[named];
      expect((await verify(app, otp, id)).status).toBe(200);
      expect(await lastSteps()).toEqual([start / 30_000, start / 30_000]);
      for (const again of [...ids, undefined])
        expect(codeOf(await verify(app, otp, again))).toBe("invalid_otp");
    }
  });

  it("lets exactly one of two parallel requests have it that name one each", async () => {
    const app = inProcessApp();
    const { ids } = await withTwo(app, [rfcSecret, rfcSecret]);
    const otp = app.code(rfcSecret);
    const replies = await Promise.all(ids.map((id) => verify(app, otp, id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it("compares codes only with authenticators of as many digits", async () => {
    const app = inProcessApp({ acceptedDigits: [6, 8] });
    await withTwo(app, [rfcSecret]);
    await app.engine.importAuthenticator({
      subjectId: "alice",
      secret: otherSecret,
      parameters: { digits: 8 },
    });
    const eight = TOTP.generate({
      secret: Secret.fromBase32(otherSecret),
      digits: 8,
      timestamp: start,
    });
    expect((await verify(app, eight)).status).toBe(200);
    expect((await verify(app, app.code(rfcSecret))).status).toBe(200);
    expect(codeOf(await verify(app, "1234567"))).toBe("otp_wrong_length");
  });
});

describe("the window", () => {
  const accepted = async (app: App) => {
    const offsets: number[] = [];
    for (const offset of [-3, -2, -1, 0, 1, 2, 3]) {
      const reply = await verify(app, app.code(rfcSecret, offset));
      if (reply.status === 200) offsets.push(offset);
      // Imports begin with a step; the next try must be able to use any.
      app.advance(15 * 60);
    }
    return offsets;
  };

  it.each([
    [undefined, [-1, 0, 1]],
    ["strict" as const, [0]],
    [{ past: 2, future: 0 }, [-2, -1, 0]],
    [{ past: 0, future: 2 }, [0, 1, 2]],
  ])("of %o accepts the steps %o", async (window, expected) => {
    const app = inProcessApp(window === undefined ? {} : { window });
    await withTwo(app, [rfcSecret]);
    app.advance(15 * 60);
    expect(await accepted(app)).toEqual(expected);
  });

  it.each([
    [1_771_837_230, "963181"],
    [1_839_954_330, "768734"],
    [1_862_261_070, "235522"],
  ])("REP-15 records the highest of two steps that share their code (%i: %s)", async (t, otp) => {
    const app = inProcessApp();
    app.advance(t - start / 1000 - 300);
    const { lastSteps } = await withTwo(app, [rfcSecret]);
    // Where both lie in the window: at the first of two neighbours, or between two that are apart.
    app.advance(300 - 30);
    expect((await verify(app, otp)).status).toBe(200);
    expect(await lastSteps()).toEqual([t / 30]);
    for (let step = 0; step < 3; step += 1) {
      expect(codeOf(await verify(app, otp))).toBe("invalid_otp");
      app.advance(30);
    }
  });
});

describe("a replayed code", () => {
  it("TIM-08 is told from a wrong one in the audit log alone, with whether somebody relayed it", async () => {
    const app = inProcessApp();
    await withTwo(app, [rfcSecret]);
    const alice = app.signIn("alice");
    const json = { otp: app.code(rfcSecret) };
    expect((await alice.send("POST", "/verify", { json })).status).toBe(200);
    const own = await alice.send("POST", "/verify", { json });
    const foreign = await app.signIn("alice").send("POST", "/verify", { json });
    const wrong = await app.signIn("alice").send("POST", "/verify", { json: { otp: "000000" } });
    const seen = [own, foreign, wrong].map(({ status, headers, body }) => {
      const { attemptsRemaining: _, ...rest } = JSON.parse(body);
      return { status, headers, rest };
    });
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(app.events.slice(-3)).toMatchObject([
      { type: "verification.replayed", possibleRelay: false },
      { type: "verification.replayed", possibleRelay: true },
      { type: "verification.invalid" },
    ]);
  });
});
