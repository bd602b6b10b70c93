import { type PolicyDecision, requiredFor, type Subject } from "@second-factor/core";
import { must } from "../runner.js";
import type { DefineCase } from "./adapter-case.js";
import { asBrowser, type Reply } from "./browser.js";
import { mustAnswer, mustLead, mustRefuse } from "./replies.js";

/** The app's accounts have no roles: here two of them do. */
const roles: Readonly<Record<string, readonly string[]>> = { carol: ["admin"], dave: ["support"] };

const askAdmins = requiredFor([
  { roles: ["admin"] },
  { roles: ["support"], graceUntil: Date.UTC(2026, 0, 2) },
]);

const byRole = (subject: Subject): PolicyDecision =>
  askAdmins({ ...subject, roles: roles[subject.id] ?? [] });

function mustNotice(reply: Reply, notice: string | null, what: string): void {
  const field = reply.headers.get("second-factor-notice");
  must(field === notice, `${what}: Second-Factor-Notice is ${field}, not ${notice}`);
}

export function definePolicyCases(it: DefineCase): void {
  it(
    "keeps out whom the policy names, warns whom it will name, and leaves all others alone",
    async ({ browser, clock }) => {
      const bob = browser();
      await bob.signIn("bob");
      const free = await bob.send("GET", "/account");
      mustAnswer(free, 200, "the guard for who has no role");
      mustNotice(free, null, "a reply to who has no role");

      const carol = browser();
      await carol.signIn("carol");
      const refused = await carol.send("GET", "/account");
      mustRefuse(refused, 403, "enrollment_required", "the guard for an administrator");

      const dave = browser();
      await dave.signIn("dave");
      const warned = await dave.send("GET", "/cookies");
      mustAnswer(warned, 200, "the guard before the deadline");
      mustNotice(warned, 'enroll-by="2026-01-02T00:00:00Z"', "a reply before the deadline");
      must(warned.headers.get("x-host") === "bank", "the host's own field went missing");
      const { json } = await dave.send("GET", "/2fa/");
      must(
        json.required === false && json.graceUntil === "2026-01-02T00:00:00.000Z",
        "the status must tell the deadline",
      );
      const manage = await dave.send("GET", "/2fa/manage", { headers: asBrowser });
      mustLead(manage, "/2fa/enroll", "the manage page of who has nothing to manage");

      clock.set(Date.UTC(2026, 0, 2));
      await dave.signIn("dave");
      const late = await dave.send("GET", "/account");
      mustRefuse(late, 403, "enrollment_required", "the guard from the deadline on");
      mustNotice(late, null, "a refusal");
      await dave.enroll("dave");
      const inside = await dave.send("GET", "/account");
      mustAnswer(inside, 200, "the guard after enrolling");
      mustNotice(inside, null, "a reply to who is enrolled");
    },
    { policy: byRole },
  );

  it(
    "asks again after an hour without a request, and not while there are some",
    async ({ browser, clock }) => {
      const ada = browser();
      const { authenticator } = await ada.enroll("ada");
      for (let request = 0; request < 3; request += 1) {
        clock.advance({ seconds: 50 * 60 });
        mustAnswer(await ada.send("GET", "/account"), 200, "a session in use");
      }
      clock.advance({ seconds: 3601 });
      const asleep = await ada.send("GET", "/account");
      mustRefuse(asleep, 403, "second_factor_required", "a session that nobody used");
      mustAnswer(await ada.verify(authenticator.code()), 200, "its next code");
      mustAnswer(await ada.send("GET", "/account"), 200, "the session awake again");
    },
    { verifiedIdleSeconds: 3600 },
  );

  it(
    "keeps to the kinds of authenticator that an account may use",
    async ({ browser }) => {
      const ada = browser();
      const { recoveryCodes } = await ada.enroll("ada");
      must(recoveryCodes === undefined, "recovery codes were generated that nobody may use");
      const json = { recoveryCode: "0123-4567-89AB-CDEF-GHJK-MNPQ" };
      const code = "authenticator_kind_not_allowed";
      const redeemed = await ada.send("POST", "/2fa/recovery-codes/redeem", { json });
      mustRefuse(redeemed, 403, code, "redeeming one");
      const asked = await ada.send("POST", "/2fa/recovery-codes", { json: {} });
      mustRefuse(asked, 403, code, "asking for them");

      const bob = browser();
      await bob.signIn("bob");
      const begun = await bob.send("POST", "/2fa/totp/enrollments", { json: {} });
      mustRefuse(begun, 403, code, "enrolling what bob may not use");
    },
    { authenticatorKinds: ({ id }) => (id === "ada" ? ["totp"] : []) },
  );
}
