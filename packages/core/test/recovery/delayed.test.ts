import { describe, expect, it } from "vitest";
import { codeOf } from "../app/in-process-app.js";
import { day, hour, recoveringApp } from "./recovering-app.js";

const retryAfter = (reply: { headers: ReadonlyArray<readonly [string, string]> }) =>
  Number(reply.headers.find(([name]) => name === "Retry-After")?.[1]);

describe("a delayed recovery", () => {
  it("waits a day, then leaves nothing but a duty to enroll with a new sign-in", async () => {
    const app = recoveringApp();
    const owner = await app.enrolled("alice");
    const thief = app.signIn("alice");
    expect((await app.request(thief)).status).toBe(202);
    expect(app.notices.at(-1)).toMatchObject({
      kind: "recovery_requested",
      subjectName: "alice@example.com",
      availableAt: new Date(app.now() + day * 1000).toISOString(),
      expiresAt: new Date(app.now() + 8 * day * 1000).toISOString(),
      url: expect.stringMatching(/^https:\/\/app\.example\/2fa\/recovery\/cancel\?ticket=[\w-]+$/),
    });

    app.advance(hour);
    const early = await app.complete(app.signIn("alice"));
    expect([early.status, codeOf(early)]).toEqual([403, "recovery_waiting"]);
    expect(retryAfter(early)).toBe(23 * hour);

    app.advance(23 * hour);
    const later = app.signIn("alice");
    expect((await app.complete(later)).status).toBe(204);
    expect(app.kinds().at(-1)).toBe("recovery_completed");
    const row = await app.records.forNamespace("default").load("alice");
    expect(row).toMatchObject({ authenticators: [], recoveryCodesRemaining: 0, mustEnroll: true });
    for (const session of [later, owner.session])
      expect(await session.guard(), "no session is verified by it").toMatchObject({ pass: false });
    const begin = (session: typeof later) =>
      session.send("POST", "/totp/enrollments", { json: {} });
    expect(codeOf(await begin(later)), "the password is asked for anew").toBe("sign_in_again");
    expect((await begin(app.signIn("alice"))).status).toBe(201);
    expect(codeOf(await app.complete(app.signIn("alice"))), "once").toBe("recovery_not_found");
  });

  it("answers the same whether or not there is anything to recover, and writes once", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    const first = await app.request(app.signIn("alice"));
    const again = await app.request(app.signIn("alice"));
    const unenrolled = await app.request(app.signIn("nobody"));
    for (let tries = 0; tries < 3; tries += 1) await app.request(app.signIn("alice"));
    const spent = await app.request(app.signIn("alice"));
    for (const reply of [again, unenrolled, spent]) expect(reply).toEqual(first);
    expect(app.kinds().filter((kind) => kind.startsWith("recovery"))).toEqual([
      "recovery_requested",
    ]);
    const reasons = app.events.flatMap((event) =>
      event.type === "recovery.refused" ? [event.reason] : [],
    );
    expect(reasons).toEqual([
      "already_open",
      "not_enrolled",
      "already_open",
      ...Array(3).fill("throttled"),
    ]);
  });

  it("opens no more than three a day, however often they are ended", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    for (let round = 0; round < 5; round += 1) {
      await app.request(app.signIn("alice"));
      await app.cancel(app.ticket("recovery_requested"));
    }
    expect(app.kinds().filter((kind) => kind === "recovery_requested")).toHaveLength(3);
    app.advance(day);
    await app.request(app.signIn("alice"));
    expect(app.kinds().at(-1)).toBe("recovery_requested");
  });

  it.each([
    ["password", "credentialsChanged"],
    ["address", "contactChanged"],
  ] as const)(
    "stays closed for a week after a change of the %s, also one made while it waits",
    async (_, change) => {
      const app = recoveringApp();
      await app.enrolled("alice");
      const tell = () =>
        change === "credentialsChanged"
          ? app.engine.credentialsChanged("alice")
          : app.records.forNamespace("default").contactChanged("alice", app.now());
      await tell();
      app.advance(7 * day - 60);
      const soon = await app.request(app.signIn("alice"));
      expect([soon.status, codeOf(soon), retryAfter(soon)]).toEqual([403, "recovery_too_soon", 60]);
      expect(await app.recovery("alice")).toBeNull();
      app.advance(60);
      expect((await app.request(app.signIn("alice"))).status).toBe(202);

      app.advance(hour);
      await tell();
      app.advance(2 * day);
      expect(codeOf(await app.complete(app.signIn("alice")))).toBe("recovery_too_soon");
    },
  );

  it("wants a sign-in of just now, to ask and to complete", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    const old = app.signIn("alice");
    await old.send("GET", "/");
    app.advance(901);
    expect(codeOf(await app.request(old))).toBe("sign_in_again");
    await app.request(app.signIn("alice"));
    app.advance(day);
    expect(codeOf(await app.complete(old))).toBe("sign_in_again");
    expect((await app.recovery("alice"))?.state).toBe("waiting");
  });

  it("is over a week after it could have been used", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    await app.request(app.signIn("alice"));
    app.advance(8 * day);
    expect(codeOf(await app.complete(app.signIn("alice")))).toBe("recovery_not_found");
    expect((await app.engine.recovery.find("alice"))?.state).toBe("expired");
    await app.request(app.signIn("alice"));
    expect((await app.recovery("alice"))?.openedAt, "a new one takes its place").toBe(app.now());
  });

  it("does not exist where it is off, also not one that was opened before", async () => {
    const before = recoveringApp();
    await before.enrolled("alice");
    await before.request(before.signIn("alice"));
    const app = recoveringApp({ records: before.records, recovery: { support: true } });
    app.advance(day);
    expect(codeOf(await app.request(app.signIn("alice")))).toBe("route_not_found");
    expect(codeOf(await app.complete(app.signIn("alice")))).toBe("recovery_not_found");
  });
});

describe("its end before its time", () => {
  it("comes of a code, of a recovery code, and of a new enrollment", async () => {
    const app = recoveringApp();
    const { secret, recoveryCodes } = await app.enrolled("alice");
    const ways = [
      () => app.signIn("alice").send("POST", "/verify", { json: { otp: app.code(secret) } }),
      () =>
        app.signIn("alice").send("POST", "/recovery-codes/redeem", {
          json: { recoveryCode: recoveryCodes[0] },
        }),
    ];
    for (const way of ways) {
      app.advance(60);
      await app.request(app.signIn("alice"));
      expect((await way()).status).toBe(200);
      expect((await app.recovery("alice"))?.state).toBe("canceled");
      expect(app.kinds().filter((kind) => kind.startsWith("recovery_canceled"))).toHaveLength(
        ways.indexOf(way) + 1,
      );
      expect(app.events).toContainEqual(
        expect.objectContaining({ type: "recovery.canceled", kind: "delayed", actor: null }),
      );
    }

    await app.request(app.signIn("alice"));
    await app.engine.reset("alice");
    const anew = app.signIn("alice");
    const begun = JSON.parse((await anew.send("POST", "/totp/enrollments", { json: {} })).body);
    const otp = app.code((begun.secret as string).replaceAll(" ", ""));
    const confirm = `/totp/enrollments/${begun.enrollmentId}/confirm`;
    expect((await anew.send("POST", confirm, { json: { otp } })).status).toBe(200);
    expect((await app.recovery("alice"))?.state, "what it was for is there").toBe("canceled");
  });

  it("never comes of a wrong code", async () => {
    const app = recoveringApp();
    const { secret } = await app.enrolled("alice");
    await app.request(app.signIn("alice"));
    const otp = app.code(secret, 40);
    expect((await app.signIn("alice").send("POST", "/verify", { json: { otp } })).status).toBe(401);
    expect((await app.recovery("alice"))?.state).toBe("waiting");
  });

  it("is told to live sessions; only a verified one is handed the way to end it", async () => {
    const app = recoveringApp();
    const { session } = await app.enrolled("alice");
    const thief = app.signIn("alice");
    await app.request(thief);
    const status = async (of: typeof thief) =>
      JSON.parse((await of.send("GET", "/")).body).recovery;
    expect(await status(thief)).toEqual({
      kind: "delayed",
      availableAt: new Date(app.now() + day * 1000).toISOString(),
      cancelTicket: null,
    });
    const { cancelTicket } = await status(session);
    expect((await app.cancel(cancelTicket)).status).toBe(204);
    expect(await status(session), "and then there is none").toBeNull();
  });
});
