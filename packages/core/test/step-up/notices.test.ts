import { describe, expect, it } from "vitest";
import type { GuardResult } from "../../src/http/index.js";
import type { RecoveryRecord, RecoveryState } from "../../src/stores/subject-record.js";
import { inProcessApp, start } from "../app/in-process-app.js";

const hour = 3_600_000;

/** The field as a browser sees it: several lines are one list. */
function notices(result: GuardResult): string {
  const headers = result.pass ? result.headers : result.reply.headers;
  return headers
    .filter(([name]) => name === "Second-Factor-Notice")
    .map(([, value]) => value)
    .join(", ");
}

const recovery = (state: RecoveryState): RecoveryRecord => ({
  id: "r1",
  kind: "delayed",
  state,
  openedAt: start,
  availableAt: start + 2 * hour,
  expiresAt: start + 10 * hour,
  openedBy: "alice",
  reason: "",
  caseReference: "",
  decidedBy: null,
});

describe("while a second factor can be put off", () => {
  const policy = { required: true, graceUntil: start + hour + 250 } as const;

  it("every guarded reply says until when, to the second", async () => {
    const app = inProcessApp({ policy });
    const alice = app.signIn("alice");
    for (let request = 0; request < 2; request += 1) {
      expect(notices(await alice.guard())).toBe('enroll-by="2026-01-01T01:00:00Z"');
    }
  });

  it("none says so once the time is over, or the second factor is there", async () => {
    const app = inProcessApp({ policy });
    const bob = app.signIn("bob");
    await bob.guard();
    const alice = await app.enrolled("alice");
    expect(await alice.session.guard()).toMatchObject({ pass: true, headers: [] });
    app.advance(3601);
    const refused = await bob.guard();
    expect(refused).toMatchObject({ pass: false });
    expect(notices(refused)).toBe("");
  });

  it("says nothing where the policy asks for nothing", async () => {
    expect(notices(await inProcessApp().signIn("alice").guard())).toBe("");
  });
});

describe("while a recovery is open", () => {
  async function withRecovery(state: RecoveryState) {
    const app = inProcessApp();
    const { session } = await app.enrolled("alice");
    expect(notices(await session.guard())).toBe("");
    await app.records.forNamespace("default").openRecovery("alice", recovery(state));
    app.advance(6);
    return { app, session };
  }

  it.each(["waiting", "requested", "approved"] as const)(
    "%s: says when it can be completed",
    async (state) => {
      const { session } = await withRecovery(state);
      expect(notices(await session.guard())).toBe('recovery-open="2026-01-01T02:00:00Z"');
    },
  );

  it.each(["completed", "canceled", "denied"] as const)("%s: says nothing", async (state) => {
    const { session } = await withRecovery(state);
    expect(notices(await session.guard())).toBe("");
  });

  it("says nothing once it has expired", async () => {
    const { app, session } = await withRecovery("waiting");
    app.advance(10 * 3600 - 7);
    expect(notices(await session.guard())).toContain("recovery-open");
    app.advance(1);
    const late = await session.guard();
    expect(late).toMatchObject({ pass: true });
    expect(notices(late)).toBe("");
  });

  it("tells nobody who has only the password", async () => {
    const { app } = await withRecovery("waiting");
    const refused = await app.signIn("alice").guard();
    expect(refused).toMatchObject({ pass: false, reply: { status: 403 } });
    expect(notices(refused)).toBe("");
  });

  it("costs a verified session no read and no wait", async () => {
    const { app, session } = await withRecovery("waiting");
    await session.guard();
    const result = app.engine.guard(session.request("GET", "/account"));
    expect(result).toMatchObject({ pass: true });
    expect(notices(result as GuardResult)).toContain("recovery-open");
  });
});
