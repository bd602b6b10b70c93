import {
  type Clock,
  createSecondFactor,
  keyRing,
  memoryRecords,
  type Notice,
  type SecondFactorOptions,
} from "@second-factor/core";
import { memoryLimits } from "@second-factor/core/stores";
import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import { asBrowser, type Browser } from "./browser.js";
import { formTokenOf } from "./contract-pages.js";
import { mustAnswer, mustLead, mustRefuse } from "./replies.js";

const day = 86_400;
const html = { headers: asBrowser };
const complete = "/2fa/recovery/complete";

/** An app with both ways of recovery on, what its accounts were sent, and support beside it. */
function recoveringApp() {
  const notices: Notice[] = [];
  const engine = {
    records: memoryRecords(),
    // Any 32 bytes: support opens and seals with the same key as the app, in another process as a rule.
    keys: keyRing("contract:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
    notifier: { notify: (notice: Notice) => void notices.push(notice) },
    recovery: { delayed: { acceptsWeakerProof: true }, support: true },
  } as const satisfies Partial<SecondFactorOptions>;
  const support = (clock: Clock) =>
    createSecondFactor({
      issuer: "Support",
      basePath: "/2fa",
      trustedOrigins: ["https://app.example"],
      limits: memoryLimits(),
      development: true,
      clock,
      ...engine,
    }).recovery;
  return {
    engine,
    support,
    /** The link of the last notice of that kind, as a path with its ticket. */
    link(kind: Notice["kind"]) {
      const url = notices.findLast((notice) => notice.kind === kind)?.url ?? "";
      must(url !== "", `no notice ${kind} with a link was sent`);
      const ticket = new URL(url).searchParams.get("ticket") ?? "";
      return { path: url.slice(url.indexOf("/2fa")), ticket };
    },
    sent: (kind: Notice["kind"]) => notices.filter((notice) => notice.kind === kind).length,
  };
}

async function mustEnrollAnew(stale: Browser, browser: () => Browser, what: string): Promise<void> {
  const account = await stale.send("GET", "/account");
  mustRefuse(account, 403, "enrollment_required", `GET /account after ${what}`);
  const begun = await stale.send("POST", "/2fa/totp/enrollments", { json: {} });
  mustRefuse(begun, 401, "sign_in_again", `an enrollment by the session of ${what}`);
  const anew = browser();
  await anew.enroll("ada");
  mustAnswer(await anew.send("GET", "/account"), 200, `the new authenticator after ${what}`);
}

export function defineAccountRecoveryCases(it: DefineCase): void {
  const delayed = recoveringApp();
  it(
    "lets whoever lost everything enroll again: after a waiting time, with a new sign-in",
    async ({ browser, clock }) => {
      await browser().enroll("ada");
      const ada = browser();
      await ada.signIn("ada");
      mustAnswer(await ada.send("POST", "/2fa/recovery", { json: {} }), 202, "a request");
      mustAnswer(await ada.send("POST", "/2fa/recovery", { json: {} }), 202, "a second request");
      must(delayed.sent("recovery_requested") === 1, "two requests must send one notice");
      const early = await ada.send("POST", complete);
      mustRefuse(early, 403, "recovery_waiting", "completing it at once");
      must(
        early.headers.get("retry-after") === String(day),
        `a recovery that waits must say for how long, not ${early.headers.get("retry-after")}`,
      );
      clock.advance({ seconds: day });
      const later = browser();
      await later.signIn("ada");
      const done = await later.send("POST", complete);
      must(done.status === 204 && done.text === "", `completing it answered ${done.status}`);
      await mustEnrollAnew(later, browser, "a delayed recovery");
    },
    delayed.engine,
  );

  const canceled = recoveringApp();
  it(
    "ends a recovery by the link of its notice: a page for anybody, whose button posts",
    async ({ browser, clock }) => {
      await browser().enroll("ada");
      const thief = browser();
      await thief.signIn("ada");
      const shown = await thief.send("GET", "/2fa/recovery", html);
      const form = { form_token: formTokenOf(shown.text) };
      mustAnswer(await thief.send("POST", "/2fa/recovery", { form, ...html }), 200, "a request");
      const { path, ticket } = canceled.link("recovery_requested");
      const reader = browser();
      mustAnswer(await reader.send("HEAD", path), 200, "a scanner's HEAD");
      const page = await reader.send("GET", path, html);
      must(
        page.status === 200 && page.text.includes("<title>recovery-link</title>"),
        `the link of a notice: ${page.status} and not its page`,
      );
      const waiting = await thief.send("POST", complete);
      mustRefuse(waiting, 403, "recovery_waiting", "a recovery whose link was opened");
      const ended = await reader.send("POST", "/2fa/recovery/cancel", { form: { ticket } });
      must(ended.status === 204, `ending it by its link answered ${ended.status} ${ended.code}`);
      const crossed = await reader.send("POST", "/2fa/recovery/cancel", {
        form: { ticket },
        headers: { "sec-fetch-site": "cross-site" },
      });
      mustRefuse(crossed, 403, "cross_origin_refused", "ending it from another site");
      clock.advance({ seconds: day });
      const late = browser();
      await late.signIn("ada");
      mustRefuse(await late.send("POST", complete), 404, "recovery_not_found", "what was ended");
    },
    canceled.engine,
  );

  const supported = recoveringApp();
  it(
    "completes what support approved, by a ticket that works once and for its subject alone",
    async ({ browser, clock }) => {
      await browser().enroll("ada");
      const desk = supported.support(clock);
      const grounds = { by: "dave", reason: "phone lost", caseReference: "#1" };
      const opened = await desk.request("ada", grounds);
      must(opened.outcome === "requested", `support's request ended as ${opened.outcome}`);
      const id = opened.outcome === "requested" ? opened.recovery.id : "";
      await desk.approve("ada", id, { by: "erin" });
      const { path, ticket } = supported.link("recovery_approved");

      const ada = browser();
      const back = encodeURIComponent(path);
      mustLead(await ada.send("GET", path, html), `/sign-in?return_to=${back}`, "nobody's link");
      const bob = browser();
      await bob.signIn("bob");
      const stolen = await bob.send("POST", complete, { json: { ticket } });
      mustRefuse(stolen, 404, "ticket_invalid", "another subject's ticket");
      await ada.signIn("ada");
      mustAnswer(await ada.send("GET", path, html), 200, "the page of the ticket");
      const done = await ada.send("POST", complete, { form: { ticket } });
      must(done.status === 204, `the ticket answered ${done.status} ${done.code}`);
      const again = browser();
      await again.signIn("ada");
      const twice = await again.send("POST", complete, { json: { ticket } });
      mustRefuse(twice, 404, "ticket_invalid", "the same ticket again");
      await mustEnrollAnew(ada, browser, "a recovery by support");
    },
    supported.engine,
  );

  it("has no delayed recovery where nobody turned it on", async ({ browser }) => {
    const ada = browser();
    await ada.enroll("ada");
    const asked = await ada.send("POST", "/2fa/recovery", { json: {} });
    mustRefuse(asked, 404, "route_not_found", "a request where it is off");
    const done = await ada.send("POST", complete);
    mustRefuse(done, 404, "recovery_not_found", "completing what was never asked for");
  });
}
