import { describe, expect, it } from "vitest";
import { interrupted, pageOf, transfer } from "./acting-app.js";

describe("a ticket that is not good here", () => {
  const back = { return_to: "/form?draft=1" };

  /** What became of it: the code counted, nothing was continued and nothing granted. */
  async function expectNothing(
    { app, session, secret }: Awaited<ReturnType<typeof interrupted>>,
    ticket: string | undefined,
    who = session,
  ) {
    const wrong = await app.resume(who, { otp: "000000", ...back, ...(ticket && { ticket }) });
    expect(pageOf(wrong.body).resume, "what it says is not shown").toBeUndefined();
    const sent = { otp: app.code(secret), ...back, ...(ticket && { ticket }) };
    const reply = await app.resume(who, sent);
    expect([reply.status, new Map(reply.headers).get("Location")]).toEqual([303, "/form?draft=1"]);
    expect(await who.require(300), "the code counts").toMatchObject({ pass: true });
    expect(await app.act(who, transfer)).toMatchObject({ pass: false });
    expect(app.events.map(({ type }) => type)).not.toContain("step_up.granted");
  }

  it("is none at all, or forged", async () => {
    const one = await interrupted(transfer);
    await expectNothing(one, undefined);
    for (const forged of ["x", "", `${one.ticket.slice(0, -4)}AAAA`, `${one.ticket}AAAA`, "[]"]) {
      const { app, session } = one;
      app.advance(301);
      const reply = await app.resume(session, { otp: app.code(one.secret), ticket: forged });
      expect(reply.status, forged).toBe(303);
      expect(await app.act(session, transfer)).toMatchObject({ pass: false });
    }
  });

  it("is ten minutes old", async () => {
    const one = await interrupted(transfer);
    one.app.advance(600);
    await expectNothing(one, one.ticket);
  });

  it("is of another session of the same account", async () => {
    const one = await interrupted(transfer);
    const other = one.app.signIn("alice");
    await other.guard();
    await expectNothing(one, one.ticket, other);
  });

  it("is of another account", async () => {
    const one = await interrupted(transfer);
    const { session, secret } = await one.app.enrolled("bob");
    one.app.advance(301);
    await expectNothing({ ...one, secret }, one.ticket, session);
    session.state.slot = structuredClone(one.session.state.slot);
    const stolen = await one.app.resume(session, {
      otp: one.app.code(secret, 1),
      ticket: one.ticket,
    });
    expect(stolen.status, "also beside the other's slot").not.toBe(200);
  });

  it("was used: the session has another id since", async () => {
    const one = await interrupted(transfer);
    const { app, session, secret, ticket } = one;
    expect((await app.resume(session, { otp: app.code(secret), ticket })).status).toBe(200);
    expect(await app.act(session, transfer)).toMatchObject({ pass: true });
    app.advance(301);
    const again = await app.resume(session, { otp: app.code(secret), ticket });
    expect(again.status).toBe(303);
    expect(await app.act(session, transfer)).toMatchObject({ pass: false });
  });

  it("is larger than any: nothing of it is opened", async () => {
    const { app, session, secret } = await interrupted(transfer);
    const otp = app.code(secret);
    expect((await app.resume(session, { otp, ticket: "A".repeat(32_768) })).status).toBe(413);
    expect((await app.resume(session, { otp, ticket: "A".repeat(30_000) })).status).toBe(303);
  });
});
