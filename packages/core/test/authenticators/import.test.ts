import { describe, expect, it } from "vitest";
import { ConfigurationError, ImportError, memoryRecords, type Records } from "../../src/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";

const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const another = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

describe("importing an authenticator", () => {
  it("keeps the app that its owner has", async () => {
    const app = inProcessApp();
    const request = {
      subjectId: "alice",
      secret: "gezd gnbv-gy3t qojq gezd gnbv gy3t qojq",
      name: "old app",
    };
    const { authenticatorId } = await app.engine.importAuthenticator(request);
    const alice = app.signIn("alice");
    expect(await alice.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
    const reply = await alice.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect(reply.status).toBe(200);
    const status = JSON.parse((await alice.send("GET", "/")).body);
    expect(status.authenticators).toMatchObject([{ id: authenticatorId, name: "old app" }]);
    expect(status.recoveryCodes).toEqual({ remaining: 0 });
    expect(app.events[0]).toMatchObject({
      type: "authenticator.imported",
      subjectId: "alice",
      authenticatorId,
    });
  });

  it("brings no used code along: what lies before the window is over", async () => {
    const app = inProcessApp();
    await app.engine.importAuthenticator({ subjectId: "alice", secret });
    const { authenticators } = await app.records.forNamespace("default").load("alice");
    expect(authenticators[0]?.lastStep).toBe(app.now() / 30_000 - 2);
  });

  it.each([
    ["not base 32!", "secret_malformed"],
    ["GEZDGNBVGY3TQOJQGEZDGNBVG", "secret_malformed"],
    ["GEZDGNBVGY3TQOJQ", "secret_too_short"],
    ["GEZDGNBVGY3TQOJQGEZDGNBV", "secret_too_short"],
    ["A".repeat(112), "secret_too_long"],
    ["A".repeat(300), "secret_too_long"],
  ])("refuses %s as %s, and names it in no message", async (bad, code) => {
    const app = inProcessApp();
    const refused = app.engine.importAuthenticator({ subjectId: "alice", secret: bad });
    await expect(refused).rejects.toBeInstanceOf(ImportError);
    const error = await refused.catch((caught: ImportError) => caught);
    expect(error).toMatchObject({ name: "ImportError", code, message: code });
    expect((await app.records.forNamespace("default").load("alice")).authenticators).toEqual([]);
  });

  it("takes 128 bits, the least there is", async () => {
    const app = inProcessApp();
    const least = "GEZDGNBVGY3TQOJQGEZDGNBVGY";
    await app.engine.importAuthenticator({ subjectId: "alice", secret: least });
    const reply = await app
      .signIn("alice")
      .send("POST", "/verify", { json: { otp: app.code(least) } });
    expect(reply.status).toBe(200);
  });

  it("refuses parameters that no code could be typed with", async () => {
    const app = inProcessApp();
    const eight = { subjectId: "alice", secret, parameters: { digits: 8 } };
    await expect(app.engine.importAuthenticator(eight)).rejects.toMatchObject({
      code: "digits_not_accepted",
    });
    const odd = { subjectId: "alice", secret, parameters: { period: 7 } };
    await expect(app.engine.importAuthenticator(odd)).rejects.toBeInstanceOf(ConfigurationError);
    await inProcessApp({ acceptedDigits: [8] }).engine.importAuthenticator(eight);
  });

  it("stops at the number of authenticators that is allowed", async () => {
    const app = inProcessApp({ maxAuthenticators: 1 });
    await app.engine.importAuthenticator({ subjectId: "alice", secret });
    await expect(
      app.engine.importAuthenticator({ subjectId: "alice", secret: another }),
    ).rejects.toMatchObject({ code: "too_many_authenticators" });
  });

  it("changes nothing where the same secret comes again", async () => {
    const app = inProcessApp({ maxAuthenticators: 1 });
    const first = await app.engine.importAuthenticator({ subjectId: "alice", secret });
    expect(first.outcome).toBe("imported");
    const before = await app.records.forNamespace("default").load("alice");
    const again = await app.engine.importAuthenticator({ subjectId: "alice", secret, beside: [] });
    expect(again).toEqual({ authenticatorId: first.authenticatorId, outcome: "present" });
    expect(await app.records.forNamespace("default").load("alice")).toEqual(before);
  });

  it("writes nothing in a dry run, and says what would have come of it", async () => {
    const app = inProcessApp();
    const request = { subjectId: "alice", secret, dryRun: true };
    expect((await app.engine.importAuthenticator(request)).outcome).toBe("imported");
    expect((await app.records.forNamespace("default").load("alice")).epoch).toBe("");
    expect(app.events).toEqual([]);
    await expect(
      app.engine.importAuthenticator({ ...request, secret: "GEZDGNBV" }),
    ).rejects.toMatchObject({ code: "secret_too_short" });
  });

  it("goes on beside what it brought itself, and beside nothing else", async () => {
    const app = inProcessApp();
    const { authenticatorId } = await app.engine.importAuthenticator({
      subjectId: "alice",
      secret,
      beside: [],
    });
    const second = { subjectId: "alice", secret: another };
    await expect(app.engine.importAuthenticator({ ...second, beside: [] })).rejects.toMatchObject({
      code: "already_enrolled",
    });
    await app.engine.importAuthenticator({ ...second, beside: [authenticatorId] });
    await app.engine.reset("alice");
    await expect(app.engine.importAuthenticator({ ...second, beside: [] })).rejects.toMatchObject({
      code: "reset_here",
    });
  });

  it("takes bytes, and 80 bits only where that was asked for", async () => {
    const app = inProcessApp();
    const bytes = new TextEncoder().encode("1234567890");
    const short = { subjectId: "alice", secret: bytes };
    await expect(app.engine.importAuthenticator(short)).rejects.toMatchObject({
      code: "secret_too_short",
    });
    await app.engine.importAuthenticator({ ...short, acceptShort: true });
    expect(new TextDecoder().decode(bytes), "the caller's bytes are the caller's").toBe(
      "1234567890",
    );
    const reply = await app
      .signIn("alice")
      .send("POST", "/verify", { json: { otp: app.code("GEZDGNBVGY3TQOJQ") } });
    expect(reply.status).toBe(200);
    await expect(
      app.engine.importAuthenticator({ ...short, secret: bytes.subarray(1), acceptShort: true }),
    ).rejects.toMatchObject({ code: "secret_too_short" });
  });

  it("voids what was verified before: the account has something to ask for now", async () => {
    const app = inProcessApp();
    const alice = app.signIn("alice");
    await alice.guard();
    await app.engine.importAuthenticator({ subjectId: "alice", secret });
    const json = { otp: app.code(secret) };
    expect(codeOf(await alice.send("POST", "/verify", { json }))).toBe("sign_in_again");
  });

  it("does nothing where the account changed in between", async () => {
    const store = memoryRecords();
    const real = store.forNamespace("default");
    const interrupted: Records = Object.assign(Object.create(real) as Records, {
      begin: async (...args: Parameters<Records["begin"]>) => {
        await real.begin(...args);
        await real.renewEpoch("alice", { to: "another", at: 1 }, "sign_out");
      },
    });
    const app = inProcessApp({
      records: { durability: "process", forNamespace: () => interrupted },
    });
    await expect(
      app.engine.importAuthenticator({ subjectId: "alice", secret }),
    ).rejects.toMatchObject({ code: "changed_meanwhile" });
    expect((await real.load("alice")).authenticators).toEqual([]);
  });
});
