import { describe, expect, it } from "vitest";
import { memoryRecords, type RecordsStore } from "../../src/index.js";
import { codeOf, start } from "../app/in-process-app.js";
import { onDuty, staffedApp } from "./staffed-app.js";

const reason = "lost phone, ticket 815";
const bodyOf = (reply: { body: string }) => JSON.parse(reply.body);
const told = (app: ReturnType<typeof staffedApp>, kind: string) =>
  app.notices.filter((notice) => notice.kind === kind).map(({ subjectId }) => subjectId);

describe("what administrators do to one account", () => {
  it("resets it: nothing opens but an enrollment, and its owner is told by whom and why", async () => {
    const app = staffedApp();
    const alice = await app.enrolled("alice");
    const carol = await onDuty(app, "carol");
    const reply = await carol.send("POST", "/staff/reset", {
      json: { subjectId: "alice", reason },
    });
    expect(bodyOf(reply)).toEqual({ changed: 1, unchanged: 0, failed: [] });
    expect(await alice.session.guard()).toMatchObject({ pass: false, reply: { status: 403 } });
    expect(told(app, "second_factor_reset")).toEqual(["alice"]);
    expect(app.events.find(({ type }) => type === "subject.reset")).toMatchObject({
      subjectId: "alice",
      clientAddress: "192.0.2.1",
      actor: "carol",
      reason,
    });
    const again = await app.enrolled("alice");
    expect(await again.session.guard()).toMatchObject({ pass: true });
  });

  it("demands an enrollment of who has none, and of nobody else", async () => {
    const app = staffedApp();
    const carol = await onDuty(app, "carol");
    await app.enrolled("bob");
    const alice = app.signIn("alice");
    expect(await alice.guard()).toMatchObject({ pass: true });
    const demand = async (subjectId: string) =>
      bodyOf(await carol.send("POST", "/staff/demand-enrollment", { json: { subjectId, reason } }));
    expect(await demand("alice")).toMatchObject({ changed: 1, unchanged: 0 });
    expect(await demand("alice"), "demanded before").toMatchObject({ changed: 0, unchanged: 1 });
    expect(await demand("bob"), "enrolled").toMatchObject({ changed: 0, unchanged: 1 });
    expect(told(app, "enrollment_demanded")).toEqual(["alice"]);
    expect(await alice.guard(), "everything but an enrollment is closed").toMatchObject({
      pass: false,
    });
    expect((await alice.send("POST", "/totp/enrollments", { json: {} })).status).toBe(201);
  });

  it("takes the trust from its browsers", async () => {
    const app = staffedApp();
    await app.enrolled("alice");
    const records = app.records.forNamespace("default");
    const { epoch } = await records.load("alice");
    const browser = {
      ...{ id: "b1", name: "Firefox", epoch, digest: "d", createdAt: start, lastSeenAt: start },
      ...{ trustedUntil: start + 1e9, rotatedAt: start, failures: { since: 0, count: 0 } },
    };
    await records.keepBrowser("alice", browser, 20);
    const carol = await onDuty(app, "carol");
    const seen = await carol.send("GET", "/staff/subject?subject=alice");
    expect(bodyOf(seen).trustedBrowsers).toMatchObject([{ name: "Firefox" }]);
    const revoke = { json: { subjectId: "alice", reason } };
    expect(bodyOf(await carol.send("POST", "/staff/revoke-trust", revoke)).changed).toBe(1);
    expect((await records.load("alice")).browsers).toEqual([]);
    expect(bodyOf(await carol.send("POST", "/staff/revoke-trust", revoke)).unchanged).toBe(1);
    expect(told(app, "browsers_removed")).toEqual(["alice"]);
    expect(app.events.find(({ type }) => type === "browsers.removed")).toMatchObject({
      actor: "carol",
      reason,
      count: 1,
    });
  });

  it("is not done to oneself where it is a reset", async () => {
    const app = staffedApp();
    const carol = await onDuty(app, "carol");
    const own = { json: { subjectId: "carol", reason } };
    expect(codeOf(await carol.send("POST", "/staff/reset", own))).toBe("second_person_required");
    expect((await carol.send("GET", "/staff")).status, "carol goes on").toBe(200);
  });

  it("says what is wrong with an account or a reason, and does nothing", async () => {
    const app = staffedApp();
    const carol = await onDuty(app, "carol");
    const wrong: ReadonlyArray<readonly [object, string]> = [
      [{ reason }, "field_missing"],
      [{ subjectId: "", reason }, "field_missing"],
      [{ subjectId: 7, reason }, "wrong_type"],
      [{ subjectId: ["alice"], reason }, "wrong_type"],
      [{ subjectId: "\ud800", reason }, "wrong_type"],
      [{ subjectId: "a\0b", reason }, "wrong_type"],
      [{ subjectId: "x".repeat(257), reason }, "wrong_type"],
      [{ subjectId: "alice" }, "field_missing"],
      [{ subjectId: "alice", reason: " " }, "text_invalid"],
      [{ subjectId: "alice", reason: "one\ntwo" }, "text_invalid"],
      [{ subjectId: "alice", reason: "x".repeat(501) }, "text_invalid"],
      [{ subjectId: "alice", reason: true }, "wrong_type"],
      [{ subjectId: "alice", role: "cashier", reason }, "wrong_type"],
    ];
    for (const [json, code] of wrong) {
      for (const path of ["/staff/reset", "/staff/demand-enrollment", "/staff/revoke-trust"])
        expect(codeOf(await carol.send("POST", path, { json })), JSON.stringify(json)).toBe(code);
    }
    expect(app.events.filter(({ type }) => type.startsWith("subject."))).toEqual([]);
  });

  it.each(["o'brien", "a/b?c=d&e", "<b>", "日本語", "__proto__", " x ", "; DROP TABLE", "%2e%2e"])(
    "finds the account %s by that very id",
    async (subjectId) => {
      const app = staffedApp();
      const { authenticatorId } = await app.enrolled(subjectId);
      const carol = await onDuty(app, "carol");
      const path = `/staff/subject?subject=${encodeURIComponent(subjectId)}`;
      const { authenticators } = bodyOf(await carol.send("GET", path));
      expect(authenticators).toMatchObject([{ id: authenticatorId }]);
      await carol.send("POST", "/staff/reset", { json: { subjectId, reason } });
      expect(told(app, "second_factor_reset")).toEqual([subjectId]);
    },
  );
});

it("has room for a long reason in any script, also in a form", async () => {
  const app = staffedApp();
  const carol = await onDuty(app, "carol");
  const { formToken } = carol.state.slot as { formToken: string };
  const form = { subjectId: "alice", reason: "失".repeat(500), form_token: formToken };
  expect((await carol.send("POST", "/staff/reset", { form })).status).toBe(200);
});

describe("what administrators do to a role", () => {
  it("reaches everyone but themselves, and each is told", async () => {
    const app = staffedApp();
    await app.enrolled("alice");
    const carol = await onDuty(app, "carol");
    const reply = await carol.send("POST", "/staff/reset", { json: { role: "cashier", reason } });
    expect(bodyOf(reply)).toEqual({ changed: 2, unchanged: 0, failed: [], leftSelfOut: true });
    expect(told(app, "second_factor_reset").sort()).toEqual(["alice", "bob"]);
    expect((await carol.send("GET", "/staff")).status).toBe(200);
  });

  it("names those of whom the store does not tell what became of them", async () => {
    const store = memoryRecords();
    const broken: RecordsStore = {
      ...store,
      forNamespace: (namespace) => ({
        ...store.forNamespace(namespace),
        requireEnrollment: async (subjectId, change) => {
          if (subjectId === "alice") throw new Error("connection reset");
          await store.forNamespace(namespace).requireEnrollment(subjectId, change);
        },
      }),
    };
    const app = staffedApp({ records: broken });
    const carol = await onDuty(app, "carol");
    const json = { role: "cashier", reason };
    expect(bodyOf(await carol.send("POST", "/staff/reset", { json }))).toMatchObject({
      changed: 1,
      failed: ["alice"],
    });
    expect(told(app, "second_factor_reset")).toEqual(["bob"]);
    const one = { json: { subjectId: "alice", reason } };
    expect(codeOf(await carol.send("POST", "/staff/reset", one))).toBe("store_unavailable");
  });

  it("touches nobody where the host's list breaks off, or holds what is no id", async () => {
    async function* breaksOff() {
      yield "alice";
      throw new Error("the directory is down");
    }
    for (const list of [breaksOff, () => ["alice", 7], () => ["alice", ""]]) {
      const app = staffedApp({ subjectsInRole: list as never });
      const carol = await onDuty(app, "carol");
      const reply = await carol.send("POST", "/staff/reset", { json: { role: "all", reason } });
      expect(codeOf(reply)).toBe("subject_unavailable");
      expect(told(app, "second_factor_reset"), "all or nothing").toEqual([]);
    }
  });

  it("is not there without subjectsInRole", async () => {
    const bare = staffedApp({ subjectsInRole: undefined as never });
    const carol = await onDuty(bare, "carol");
    const reply = await carol.send("POST", "/staff/reset", { json: { role: "cashier", reason } });
    expect(bodyOf(reply)).toMatchObject({ code: "field_missing", field: "subjectId" });
  });
});

describe("the list of accounts", () => {
  it("is read page by page, and goes on only from a place of its own", async () => {
    const app = staffedApp();
    const carol = await onDuty(app, "carol");
    const ids = Array.from({ length: 120 }, (_, index) => `user-${index}`);
    await app.engine.admin.demandEnrollment(ids);
    const seen: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const query: string = next === "" ? "" : `?after=${next}`;
      const page = bodyOf(await carol.send("GET", `/staff${query}`));
      seen.push(...page.subjects.map(({ subjectId }: { subjectId: string }) => subjectId));
      next = page.next;
    }
    expect(seen.sort()).toEqual([...ids, "carol"].sort());

    const { next: place } = bodyOf(await carol.send("GET", "/staff"));
    expect(place, "an account's id would stand in logs").not.toContain("user");
    for (const forged of ["", "x", '[0,"x"]', `${place}x`])
      expect(codeOf(await carol.send("GET", `/staff?after=${encodeURIComponent(forged)}`))).toBe(
        "ticket_invalid",
      );
    const dave = await onDuty(app, "dave");
    expect(codeOf(await dave.send("GET", `/staff?after=${place}`)), "another's").toBe(
      "ticket_invalid",
    );
  });
});
