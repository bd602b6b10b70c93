import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../src/index.js";
import { codeOf } from "../app/in-process-app.js";
import { hour, recoveringApp } from "./recovering-app.js";

const grounds = { by: "dave", reason: "phone stolen, came to the branch", caseReference: "#4711" };

async function requested(app: ReturnType<typeof recoveringApp>): Promise<string> {
  const answer = await app.engine.recovery.request("alice", grounds);
  if (answer.outcome !== "requested") throw new Error(answer.outcome);
  return answer.recovery.id;
}

describe("a recovery by support", () => {
  it("takes two people, and the ticket goes to the owner alone", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    const { recovery } = app.engine;
    const opened = await recovery.request("alice", grounds);
    expect(opened).toMatchObject({
      outcome: "requested",
      recovery: { kind: "support", state: "requested", openedBy: "dave", caseReference: "#4711" },
    });
    const id = await app.recovery("alice").then((row) => row?.id ?? "");
    expect(app.notices.at(-1)).toMatchObject({
      kind: "recovery_requested",
      subjectId: "alice",
      caseReference: "#4711",
      url: expect.stringContaining("/2fa/recovery/cancel?ticket="),
    });

    expect(await recovery.approve("alice", id, { by: "dave" })).toEqual({ outcome: "same_person" });
    expect(await recovery.approve("alice", id, { by: "alice" })).toEqual({
      outcome: "same_person",
    });
    const approved = await recovery.approve("alice", id, { by: "erin" });
    expect(approved).toEqual({ outcome: "approved" });
    const ticket = app.ticket("recovery_approved");
    expect(app.notices.at(-1)).toMatchObject({
      kind: "recovery_approved",
      url: `https://app.example/2fa/recovery/continue?ticket=${ticket}`,
      expiresAt: new Date(app.now() + hour * 1000).toISOString(),
    });
    expect(app.notices.at(-1)?.staffId, "to nobody of support").toBeUndefined();
    const seen = JSON.stringify([
      opened,
      approved,
      app.events,
      await recovery.find("alice"),
      await app.engine.describe("alice"),
      await app.recovery("alice"),
    ]);
    expect(seen, "not where support looks, nor in the row").not.toContain(ticket);

    const alice = app.signIn("alice");
    expect((await app.complete(alice, ticket)).status).toBe(204);
    expect(await app.records.forNamespace("default").load("alice")).toMatchObject({
      authenticators: [],
      mustEnroll: true,
      recovery: { state: "completed", openedBy: "dave", decidedBy: "erin" },
    });
    expect(await alice.guard()).toMatchObject({ pass: false });
    expect(app.notices.slice(-2)).toMatchObject([
      { kind: "recovery_completed", subjectId: "alice" },
      { kind: "recovery_completed", staffId: "dave", caseReference: "#4711" },
    ]);
    expect(codeOf(await app.complete(app.signIn("alice"), ticket)), "once").toBe("ticket_invalid");
  });

  it("is not opened for oneself, twice, for who has nothing, or without a reason", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    const { recovery } = app.engine;
    const outcome = async (subject: string, about = grounds) =>
      (await recovery.request(subject, about)).outcome;
    expect(await outcome("alice", { ...grounds, by: "alice" })).toBe("same_person");
    expect(await outcome("nobody")).toBe("not_enrolled");
    for (const text of ["", " ", "x".repeat(501), "a\nb", "a\u2028b"]) {
      expect(await outcome("alice", { ...grounds, reason: text })).toBe("text_invalid");
      expect(await outcome("alice", { ...grounds, caseReference: text })).toBe("text_invalid");
    }
    expect(app.notices.filter(({ kind }) => kind.startsWith("recovery"))).toEqual([]);
    expect(await outcome("alice", { ...grounds, reason: "x".repeat(500) })).toBe("requested");
    expect(await outcome("alice")).toBe("already_open");
  });

  it("ends by a denial of the second person, and by anybody's cancellation", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    const { recovery } = app.engine;
    const denied = await requested(app);
    expect(await recovery.deny("alice", denied, { by: "dave" })).toEqual({
      outcome: "same_person",
    });
    expect(await recovery.deny("alice", denied, { by: "erin" })).toEqual({ outcome: "denied" });
    expect(app.notices.slice(-2)).toMatchObject([
      { kind: "recovery_denied", subjectId: "alice" },
      { kind: "recovery_denied", staffId: "dave" },
    ]);
    const decided = await recovery.approve("alice", denied, { by: "erin" });
    expect(decided, "a decision stands").toEqual({ outcome: "not_found" });

    const ticket = await app.approved("alice");
    const { id = "" } = (await app.recovery("alice")) ?? {};
    expect(await recovery.cancel("alice", "another", { by: "dave" })).toEqual({
      outcome: "not_found",
    });
    expect(await recovery.cancel("alice", id, { by: "dave" })).toEqual({ outcome: "canceled" });
    expect(app.notices.at(-1)?.staffId, "who ended it knows").toBeUndefined();
    expect(codeOf(await app.complete(app.signIn("alice"), ticket))).toBe("ticket_invalid");
  });

  it("waits three days for the second person, and its ticket an hour for the owner", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    const late = await requested(app);
    app.advance(72 * hour);
    const { recovery } = app.engine;
    expect(await recovery.approve("alice", late, { by: "erin" })).toEqual({ outcome: "not_found" });
    expect((await recovery.find("alice"))?.state).toBe("expired");
    const ticket = await app.approved("alice");
    app.advance(hour);
    expect(codeOf(await app.complete(app.signIn("alice"), ticket))).toBe("ticket_invalid");
  });

  it("ends with the owner's code, and whoever opened it is told", async () => {
    const app = recoveringApp();
    const { secret } = await app.enrolled("alice");
    await app.approved("alice");
    app.advance(60);
    await app.signIn("alice").send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect(app.notices.slice(-2)).toMatchObject([
      { kind: "recovery_canceled", subjectId: "alice", subjectName: "alice@example.com" },
      { kind: "recovery_canceled", staffId: "dave", caseReference: "#4711" },
    ]);
    expect((await app.recovery("alice"))?.state).toBe("canceled");
  });

  it("may end a delayed one that the owner says is not theirs, and approve none", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    await app.request(app.signIn("alice"));
    const { id = "" } = (await app.recovery("alice")) ?? {};
    const { recovery } = app.engine;
    expect(await recovery.approve("alice", id, { by: "erin" })).toEqual({ outcome: "not_found" });
    expect(await recovery.cancel("alice", id, { by: "erin" })).toEqual({ outcome: "canceled" });
    expect(app.events.at(-1)).toMatchObject({ type: "recovery.canceled", actor: "erin" });
  });

  it("says that it is off where it is, and still shows and ends what is open", async () => {
    const before = recoveringApp();
    await before.enrolled("alice");
    const id = await requested(before);
    const app = recoveringApp({ records: before.records, recovery: {} });
    const off = { code: "recovery_off" };
    await expect(app.engine.recovery.request("alice", grounds)).rejects.toBeInstanceOf(
      ConfigurationError,
    );
    await expect(app.engine.recovery.request("alice", grounds)).rejects.toMatchObject(off);
    const by = { by: "erin" };
    await expect(app.engine.recovery.approve("alice", id, by)).rejects.toMatchObject(off);
    await expect(app.engine.recovery.deny("alice", id, by)).rejects.toMatchObject(off);
    expect(await app.engine.recovery.find("alice")).toMatchObject({ id, state: "requested" });
    expect(await app.engine.recovery.cancel("alice", id, by)).toEqual({ outcome: "canceled" });
  });
});

describe("what the description shows", () => {
  it("is the recovery, and how lately password and address changed", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    await app.engine.credentialsChanged("alice");
    const changedAt = app.now();
    app.advance(hour);
    await requested(app);
    expect(await app.engine.describe("alice")).toMatchObject({
      credentialsChangedAt: changedAt,
      contactChangedAt: null,
      recovery: {
        kind: "support",
        state: "requested",
        openedAt: app.now(),
        openedBy: "dave",
        caseReference: "#4711",
        decidedBy: null,
      },
    });
  });
});
