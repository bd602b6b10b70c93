import { describe, expect, it } from "vitest";
import { codeOf } from "../app/in-process-app.js";
import { actingApp, asBrowser, pageOf, refusalOf, transfer } from "./acting-app.js";

const typesOf = (events: readonly { readonly type: string }[]) =>
  events.map(({ type }) => type).filter((type) => type.startsWith("step_up"));

describe("a verification for one action", () => {
  it("opens that action once, and tells programs which one is asked for", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    const asked = refusalOf(await app.act(session, transfer));
    expect(asked).toMatchObject({ code: "second_factor_required", action: "transfer:42" });

    expect((await app.verify(session, secret, transfer)).status).toBe(200);
    expect(await app.act(session, transfer)).toMatchObject({ pass: true });
    expect(refusalOf(await app.act(session, transfer)).action).toBe("transfer:42");
    expect(typesOf(app.events)).toEqual(["step_up.granted", "step_up.used"]);
    expect(app.events.find(({ type }) => type === "step_up.used")).toMatchObject({
      subjectId: "alice",
      action: "transfer:42",
    });
  });

  it("opens no other, and nothing is open without it, however fresh the mark", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    await app.verify(session, secret);
    expect(await session.require(300)).toMatchObject({ pass: true });
    expect(await app.act(session, transfer)).toMatchObject({ pass: false });

    await app.verify(session, secret, transfer);
    for (const action of ["transfer:4", "transfer:421", "TRANSFER:42", "transfer:42 "]) {
      expect(await app.act(session, { action }), action).toMatchObject({ pass: false });
    }
    expect(await session.require(300), "a grant is a fresh mark too").toMatchObject({ pass: true });
    expect(await app.act(session, transfer)).toMatchObject({ pass: true });
  });

  it("passes exactly one of twenty requests at once", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    await app.verify(session, secret, transfer);
    const all = await Promise.all(Array.from({ length: 20 }, () => app.act(session, transfer)));
    expect(all.filter(({ pass }) => pass)).toHaveLength(1);
  });

  it("is good for five minutes, for as long as the route says, and never for more than an hour", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    await app.verify(session, secret, transfer);
    app.advance(301);
    expect(await app.act(session, transfer)).toMatchObject({ pass: false });
    expect(await app.act(session, { ...transfer, maxAgeSeconds: 302 })).toMatchObject({
      pass: true,
    });
    await expect(app.act(session, { ...transfer, maxAgeSeconds: 3601 })).rejects.toMatchObject({
      code: "budget_invalid",
    });
  });

  it("can be got with a recovery code, and by a recovery code only where that suffices", async () => {
    const app = actingApp();
    const { session, recoveryCodes } = await app.enrolled("alice");
    const redeem = (code?: string) =>
      session.send("POST", "/recovery-codes/redeem", { json: { recoveryCode: code, ...transfer } });
    await redeem(recoveryCodes[0]);
    expect(await app.act(session, { ...transfer, amr: ["otp"] })).toMatchObject({ pass: false });
    expect(await app.act(session, transfer)).toMatchObject({ pass: true });
  });

  it("refuses a malformed action before the code is looked at", async () => {
    const app = actingApp();
    const { session, secret, recoveryCodes } = await app.enrolled("alice");
    app.advance(30);
    const otp = app.code(secret);
    for (const action of ["", "x".repeat(201), "a\nb", "a\u2028b", "\ud800", 42, null, ["a"], {}]) {
      const json = { otp, action };
      const what = JSON.stringify(action);
      expect(codeOf(await session.send("POST", "/verify", { json })), what).toBe(
        "action_malformed",
      );
      const redeemed = { recoveryCode: recoveryCodes[0], action };
      expect(
        codeOf(await session.send("POST", "/recovery-codes/redeem", { json: redeemed })),
        what,
      ).toBe("action_malformed");
    }
    const json = { otp, action: "é".repeat(200) };
    expect((await session.send("POST", "/verify", { json })).status).toBe(200);
  });

  it("is the host's mistake where the host's own words are malformed, and never a pass", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    await app.verify(session, secret, { action: "transfer:42" });
    const answers = ["", "a\u0000b", undefined, null, 7] as unknown as string[];
    for (const answer of answers) {
      for (const action of [() => answer, async () => answer]) {
        await expect(app.act(session, { action })).rejects.toMatchObject({
          code: "action_invalid",
        });
      }
    }
    const thrown = new TypeError("req.params");
    const action = () => {
      throw thrown;
    };
    await expect(app.act(session, { action })).rejects.toBe(thrown);
    const typo = { acton: "transfer:42" } as object;
    await expect(app.act(session, typo)).rejects.toMatchObject({ code: "option_unknown" });
    await expect(app.act(session, { describe: "x" })).rejects.toMatchObject({
      code: "option_unknown",
    });
  });

  it("asks the host for its words only of who is signed in and enrolled", async () => {
    const app = actingApp();
    const action = () => {
      throw new Error("There is no user.");
    };
    expect(refusalOf(await app.act(app.session(null), { action })).code).toBe("sign_in_required");
    const bob = await app.act(app.signIn("bob"), { action });
    expect(refusalOf(bob).code).toBe("enrollment_required");
  });

  it("asks a person on the page, in the host's words, and leads on to what was asked for", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    const requirement = { ...transfer, describe: async () => "25.00 EUR to Bob" };
    const at = ["GET", "/transfer/42?confirm=1&action=transfer:1"] as const;
    const stopped = await app.act(session, requirement, { headers: asBrowser }, at);
    if (stopped.pass) throw new Error("It passed.");
    expect(stopped.reply.status).toBe(403);
    const page = pageOf(stopped.reply.body);
    expect(page).toMatchObject({ page: "challenge", resume: { confirms: "25.00 EUR to Bob" } });

    app.advance(30);
    const sent = { otp: app.code(secret), ticket: page.resume?.ticket ?? "" };
    const reply = await app.resume(session, sent);
    expect(reply.status).toBe(303);
    expect(reply.headers).toContainEqual(["Location", at[1]]);
    expect(await app.act(session, requirement, {}, at)).toMatchObject({ pass: true });
    const head = await app.act(session, requirement, { headers: asBrowser }, ["HEAD", at[1]]);
    expect(head).toMatchObject({ pass: false, reply: { status: 403, body: "" } });
  });
});
