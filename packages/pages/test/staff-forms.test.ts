import { describe, expect, it } from "vitest";
import { htmlPages } from "../src/html-pages.js";
import { readForms, readTags, readText } from "./read-html.js";
import { samplePages } from "./sample-pages.js";

const pages = htmlPages();

function markupOf(name: string): string {
  const page = samplePages[name];
  if (page === undefined) throw new Error(`No sample "${name}"`);
  return pages.render(page);
}

const formsOf = (name: string) => readForms(markupOf(name));
const actions = (name: string) => formsOf(name).map(({ action }) => action);

const linksOf = (name: string) =>
  readTags(markupOf(name)).flatMap((tag) => (tag.name === "a" ? (tag.attributes.href ?? []) : []));

describe("the list of accounts", () => {
  it("links to each account and to the next page, whatever the ids hold", () => {
    expect(linksOf("staff-list")).toEqual([
      "/2fa/staff/subject?subject=alice",
      "/2fa/staff/subject?subject=bob%40example.com",
      "/2fa/staff/subject?subject=4711",
      "/2fa/staff/subject?subject=eve",
      "/2fa/staff?after=sealed-place-of-the-next-page",
      "/2fa/staff/security",
    ]);
  });

  it("looks one up by its id, and acts by role for administrators alone", () => {
    const [search, ...byRole] = formsOf("staff-list");
    expect(search).toMatchObject({ method: "get", action: "/2fa/staff/subject" });
    expect(byRole.map(({ action }) => action)).toEqual([
      "/2fa/staff/demand-enrollment",
      "/2fa/staff/revoke-trust",
      "/2fa/staff/reset",
    ]);
    for (const { fields } of byRole) expect(fields).toMatchObject({ role: "", reason: "" });
    expect(actions("staff-list-support")).toEqual(["/2fa/staff/subject"]);
    expect(actions("staff-list-empty")).toEqual(["/2fa/staff/subject"]);
  });
});

describe("the page of one account", () => {
  it("offers what can be done for it, with a reason", () => {
    const acts = formsOf("staff-subject").filter(({ fields }) => !("caseReference" in fields));
    expect(acts.map(({ action, fields }) => [action, fields.subjectId, fields.reason])).toEqual([
      ["/2fa/staff/revoke-trust", "alice", ""],
      ["/2fa/staff/reset", "alice", ""],
    ]);
    expect(actions("staff-subject-none")).toEqual([
      "/2fa/staff/demand-enrollment",
      "/2fa/staff/reset",
    ]);
    expect(actions("staff-subject-must-enroll")).toEqual(["/2fa/staff/reset"]);
  });

  it("offers support recoveries alone, and nobody a reset of their own", () => {
    expect(actions("staff-subject-support")).toEqual(["/2fa/staff/recovery/request"]);
    expect(actions("staff-subject-own")).toEqual(["/2fa/staff/revoke-trust"]);
  });

  it("lets another person decide a recovery, and anybody of support end it", () => {
    const recovery = (name: string) => actions(name).filter((action) => /recovery/.test(action));
    expect(recovery("staff-recovery-requested")).toEqual([
      "/2fa/staff/recovery/approve",
      "/2fa/staff/recovery/deny",
      "/2fa/staff/recovery/cancel",
    ]);
    const [approve] = formsOf("staff-recovery-requested");
    expect(approve?.fields).toMatchObject({ subjectId: "alice", recoveryId: "rec_1" });
    for (const name of ["staff-recovery-own-request", "staff-recovery-waiting"])
      expect(recovery(name)).toEqual(["/2fa/staff/recovery/cancel"]);
    for (const name of ["staff-recovery-denied", "staff-recovery-expired"])
      expect(recovery(name)).toEqual(["/2fa/staff/recovery/request"]);
  });
});

it("the page of a notice's link posts its ticket, and says what goes", () => {
  const [form] = formsOf("undo");
  expect(form).toMatchObject({ method: "post", action: "/2fa/undo" });
  expect(form?.fields.ticket).toBe("sealed-ticket");
  expect(readText(markupOf("undo"))).toContain("everything goes with it");
  expect(readText(markupOf("undo-others"))).toContain("your recovery codes stay");
  expect(linksOf("undone")).toEqual(["/login"]);
});
