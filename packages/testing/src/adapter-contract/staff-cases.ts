import type { Notice, SecondFactorOptions, StaffRole } from "@second-factor/core";
import { must } from "../runner.js";
import type { AdapterCase, DefineCase } from "./adapter-case.js";
import { asBrowser } from "./browser.js";
import { formTokenOf } from "./contract-pages.js";
import { mustAnswer, mustLead, mustRefuse } from "./replies.js";

const roles: Readonly<Record<string, StaffRole>> = { carol: "admin", dave: "support" };

/** What the app's owners are told; emptied by each case. */
const notices: Notice[] = [];

const engine: Partial<SecondFactorOptions> = {
  staff: ({ id }) => roles[id] ?? null,
  subjectsInRole: (role) => (role === "cashier" ? ["ada", "bob"] : []),
  notifier: { notify: (notice) => void notices.push(notice) },
};

const reason = "ticket 815";

function mustHaveTold(kind: Notice["kind"], ...subjectIds: readonly string[]): void {
  const told = notices.filter((notice) => notice.kind === kind).map((notice) => notice.subjectId);
  must(
    told.sort().join() === [...subjectIds].sort().join(),
    `${kind}: told ${told.join() || "nobody"} instead of ${subjectIds.join() || "nobody"}`,
  );
}

export function defineStaffCases(define: DefineCase): void {
  const it = (name: string, body: (context: AdapterCase) => Promise<void>) =>
    define(
      name,
      (context) => {
        notices.length = 0;
        return body(context);
      },
      engine,
    );

  it("opens the routes for staff to whom the host names, with a code of just now", async ({
    browser,
    clock,
  }) => {
    const [ada, carol, dave] = [browser(), browser(), browser()];
    await ada.enroll("ada");
    mustRefuse(await ada.send("GET", "/2fa/staff"), 403, "staff_only", "the list for a customer");
    await carol.signIn("carol");
    const unenrolled = await carol.send("GET", "/2fa/staff");
    mustRefuse(unenrolled, 403, "enrollment_required", "the list for who has no second factor");
    const { authenticator, recoveryCodes } = await carol.enroll("carol");
    mustAnswer(await carol.send("GET", "/2fa/staff"), 200, "the list for an administrator");
    clock.advance({ seconds: 301 });
    const stale = await carol.send("GET", "/2fa/staff");
    mustRefuse(stale, 403, "second_factor_required", "the list after five minutes");
    const led = await carol.send("GET", "/2fa/staff?after=x", { headers: asBrowser });
    const back = encodeURIComponent("/2fa/staff?after=x");
    mustLead(led, `/2fa/challenge?return_to=${back}`, "the page after five minutes");
    const json = { recoveryCode: recoveryCodes[0] };
    await carol.send("POST", "/2fa/recovery-codes/redeem", { json });
    const paper = await carol.send("GET", "/2fa/staff");
    mustRefuse(paper, 403, "second_factor_required", "the list on a recovery code");
    mustAnswer(await carol.verify(authenticator.code()), 200, "a code");
    mustAnswer(await carol.send("GET", "/2fa/staff"), 200, "the list after a code");

    await dave.enroll("dave");
    mustAnswer(await dave.send("GET", "/2fa/staff/subject?subject=ada"), 200, "support looks");
    const reset = await dave.send("POST", "/2fa/staff/reset", {
      json: { subjectId: "ada", reason },
    });
    mustRefuse(reset, 403, "staff_only", "a reset by support");
    mustHaveTold("second_factor_reset");
  });

  it("resets by role, and tells everyone whom it concerns", async ({ browser }) => {
    const [ada, carol] = [browser(), browser()];
    await ada.enroll("ada");
    await carol.enroll("carol");
    const json = { role: "cashier", reason };
    const reset = await carol.send("POST", "/2fa/staff/reset", { json });
    must(reset.json.changed === 2, `a reset by role changed ${reset.json.changed} accounts of 2`);
    mustHaveTold("second_factor_reset", "ada", "bob");
    const gone = await ada.send("GET", "/account");
    mustRefuse(gone, 403, "enrollment_required", "the guard after the reset");
    const own = await carol.send("POST", "/2fa/staff/reset", {
      json: { subjectId: "carol", reason },
    });
    mustRefuse(own, 403, "second_person_required", "a reset of one's own");
  });

  it("demands an enrollment that closes everything else", async ({ browser }) => {
    const [ada, carol] = [browser(), browser()];
    await carol.enroll("carol");
    await ada.signIn("ada");
    mustAnswer(await ada.send("GET", "/account"), 200, "the guard before");
    const page = await carol.send("GET", "/2fa/staff/subject?subject=ada", { headers: asBrowser });
    mustAnswer(page, 200, "the account's page");
    const demanded = await carol.send("POST", "/2fa/staff/demand-enrollment", {
      form: { subjectId: "ada", reason, form_token: formTokenOf(page.text) },
      headers: { ...asBrowser, "sec-fetch-site": undefined },
    });
    mustAnswer(demanded, 200, "the form of the account's page");
    mustHaveTold("enrollment_demanded", "ada");
    const closed = await ada.send("GET", "/account");
    mustRefuse(closed, 403, "enrollment_required", "the guard after the demand");
    await ada.enroll("ada");
    mustAnswer(await ada.send("GET", "/account"), 200, "the guard after the enrollment");
  });

  it("takes an enrollment back by the link of its notice, signed in or not, once", async ({
    browser,
  }) => {
    const [ada, nobody] = [browser(), browser()];
    await ada.enroll("ada");
    const { url = "" } = notices.find(({ kind }) => kind === "authenticator_added") ?? {};
    const { pathname, search, searchParams } = new URL(url);
    const page = await nobody.send("GET", pathname + search, { headers: asBrowser });
    must(
      page.status === 200 && page.text.includes("<title>undo</title>"),
      `the link of the notice answers ${page.status} and not its page`,
    );
    mustAnswer(await ada.send("GET", "/account"), 200, "the guard after a mere look");
    const form = { ticket: searchParams.get("ticket") ?? "" };
    const headers = { "sec-fetch-site": "cross-site" };
    const foreign = await nobody.send("POST", "/2fa/undo", { form, headers });
    mustRefuse(foreign, 403, "cross_origin_refused", "another site's form");
    const undone = await nobody.send("POST", "/2fa/undo", { form });
    mustAnswer(undone, 200, "the page's form");
    mustHaveTold("authenticator_undone", "ada");
    const gone = await ada.send("GET", "/account");
    mustRefuse(gone, 403, "enrollment_required", "the guard after it");
    const twice = await nobody.send("POST", "/2fa/undo", { form });
    mustRefuse(twice, 404, "ticket_invalid", "the same ticket again");
  });
}
