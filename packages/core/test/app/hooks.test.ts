import { describe, expect, it } from "vitest";
import { inProcessApp, start } from "./in-process-app.js";

/** A verified session of Alice's, and what tells of it. */
async function verified() {
  const app = inProcessApp();
  const { session, secret } = await app.enrolled("alice");
  const load = () => app.records.forNamespace("default").load("alice");
  const before = await load();
  app.advance(60);
  return { app, session, secret, load, before };
}

describe("contactChanged", () => {
  it("remembers when, asks nobody again, and tells the log", async () => {
    const { app, session, load, before } = await verified();
    await app.engine.contactChanged("alice");
    expect(await load()).toEqual({ ...before, contactChangedAt: start + 60_000 });
    expect(await session.guard()).toMatchObject({ pass: true });
    expect(app.events.at(-1)).toMatchObject({
      type: "subject.contact_changed",
      outcome: "success",
      subjectId: "alice",
    });
  });
});

describe("signOutEverywhere", () => {
  it("voids every mark and every half-finished sign-in, and nothing else", async () => {
    const { app, session, secret, load, before } = await verified();
    const halfWay = app.signIn("alice");
    await halfWay.guard();
    await app.engine.signOutEverywhere("alice");
    expect(await session.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
    const finished = await halfWay.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect(finished.status).toBe(401);
    const { epoch, epochChangedAt } = await load();
    expect(epoch).not.toBe(before.epoch);
    expect(await load()).toEqual({ ...before, epoch, epochChangedAt });
    expect(app.events.map(({ type }) => type)).toContain("subject.signed_out_everywhere");
  });

  it("lets the owner in with a new sign-in and a code", async () => {
    const { app, secret } = await verified();
    await app.engine.signOutEverywhere("alice");
    const anew = app.signIn("alice");
    const reply = await anew.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect(reply.status).toBe(200);
    expect(await anew.guard()).toMatchObject({ pass: true });
  });
});

describe("credentialsChanged", () => {
  it("does the same, and remembers when the password changed", async () => {
    const { app, session, load } = await verified();
    await app.engine.credentialsChanged("alice");
    expect(await session.guard()).toMatchObject({ pass: false });
    expect(await load()).toMatchObject({
      credentialsChangedAt: start + 60_000,
      contactChangedAt: 0,
    });
  });
});

it.each(["contactChanged", "signOutEverywhere", "credentialsChanged"] as const)(
  "%s rejects where the store does, and says nothing was done",
  async (hook) => {
    const { records } = inProcessApp();
    const broken = Object.create(records.forNamespace("default"), {
      renewEpoch: { value: () => Promise.reject(new Error("down")) },
      contactChanged: { value: () => Promise.reject(new Error("down")) },
    });
    const app = inProcessApp({ records: { ...records, forNamespace: () => broken } });
    await expect(app.engine[hook]("alice")).rejects.toThrow();
    expect(app.events.map(({ type }) => type)).not.toContain("subject.contact_changed");
    expect(app.events.map(({ type }) => type)).not.toContain("subject.signed_out_everywhere");
  },
);
