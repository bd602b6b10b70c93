import assert from "node:assert/strict";
import type { Client, Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

/** Whom the bank takes this browser for. */
async function userOf(browser: Client): Promise<unknown> {
  return (await browser.request("GET", "/cart")).json().user;
}

const jarOf = (browser: Client): string => browser.cookies.header() ?? "";

export const sessionRotationCases: readonly AttackCase[] = [
  {
    id: "SES-01",
    title: "a session planted in the victim's browser before she signs in",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const victim = bed.client();
      await victim.request("POST", "/cart", { json: { item: "book" } });
      const planted = victim.clone();
      assert.notEqual(jarOf(planted), "", "there is a session to plant");

      await victim.login("alice");
      const halfWay = victim.clone();
      mustRefuse(await victim.request("GET", "/account"), 403, "second_factor_required");
      assert.equal(await userOf(planted), null, "dead after the first factor");

      mustAccept(await victim.verify(authenticator.code()));
      await mustBeInside(victim);
      for (const [jar, when] of [
        [planted, "before the sign-in"],
        [halfWay, "before the second factor"],
      ] as const) {
        assert.equal(await userOf(jar), null, `the id of ${when} is dead`);
        mustRefuse(await jar.request("POST", "/transfer"), 401, "sign_in_required");
      }
    },
    // The mark goes into the session as it is.
    mutant: {
      file: "packages/express/src/sessions.ts",
      find: "await settled((done) => old.regenerate(done));",
      replace: "await settled((done) => old.save(done));",
      variant: "express5",
    },
  },
  {
    id: "SES-02",
    title: "the session's id and form token across the verification",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        const { authenticator } = await enrolled(bed, "alice");
        const browser = await signedIn(bed, "alice");
        const before = { jar: jarOf(browser), token: await formTokenOf(browser) };
        mustAccept(await browser.verify(authenticator.code()));
        const after = { jar: jarOf(browser), token: await formTokenOf(browser) };
        assert.notEqual(after.jar, before.jar, "another session id");
        assert.notEqual(after.token, before.token, "another form token");
      }),
  },
  {
    id: "SES-03",
    title: "a session store that fails when the verification is written",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      mustRefuse(await browser.request("GET", "/account"), 403, "second_factor_required");
      const otp = authenticator.code();
      bed.shelf.failing = true;
      const reply = await browser.verify(otp);
      bed.shelf.failing = false;
      mustRefuse(reply, 503, "session_unavailable");
      assert.ok(Number(reply.headers["retry-after"]) >= 1, "when to come back");
      assert.equal(
        bed.events.filter(({ type }) => type === "verification.not_recorded").length,
        1,
        "the log says that a code was used up for nothing",
      );
      await mustBeOutside(browser);
      const again = await signedIn(bed, "alice");
      mustRefuse(await again.verify(otp), 401, "invalid_otp");
      bed.clock.advance({ seconds: 30 });
      mustAccept(await again.verify(authenticator.code()));
    },
  },
  {
    id: "SES-04",
    title: "the old session id while the new one is being made",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      mustRefuse(await browser.request("GET", "/account"), 403, "second_factor_required");
      const old = Array.from({ length: 40 }, () => browser.clone());
      const asking = old.map((jar) => jar.request("GET", "/account"));
      const verified = browser.verify(authenticator.code());
      const meanwhile = old.map((jar) => jar.request("POST", "/transfer"));
      mustAccept(await verified);
      const replies: Reply[] = [...(await Promise.all(asking)), ...(await Promise.all(meanwhile))];
      for (const jar of old) replies.push(await jar.request("GET", "/account"));
      for (const { status, text } of replies) {
        const let_in = status === 200 && JSON.parse(text).user === "alice";
        assert.ok(!let_in && status < 500, `never verified on the old id: ${status} ${text}`);
      }
      assert.deepEqual(bed.bank.transfers, []);
      await mustBeInside(browser);
    },
  },
  {
    id: "SES-07",
    title: "the cookie after the sign-out",
    gate: false,
    async attack(bed) {
      const { browser } = await enrolled(bed, "alice");
      await mustBeInside(browser);
      const kept = browser.clone();
      assert.equal((await browser.request("POST", "/logout")).status, 204);
      assert.equal(await userOf(kept), null, "gone on the server");
      mustRefuse(await kept.request("POST", "/transfer"), 401, "sign_in_required");
    },
  },
  {
    id: "SES-08",
    title: "another user in the same browser, with all of its cookies kept",
    gate: false,
    bed: { sessions: "sealed-cookie" },
    async attack(bed) {
      await enrolled(bed, "bob");
      const { browser } = await enrolled(bed, "alice");
      await mustBeInside(browser);
      const sealed = browser.cookies.get("second-factor") ?? "";
      assert.notEqual(sealed, "");
      await browser.request("POST", "/logout");
      assert.equal(browser.cookies.get("second-factor"), undefined, "taken from the browser");
      await browser.login("bob");
      for (const jar of [browser.clone(), browser]) {
        mustRefuse(await jar.request("GET", "/account"), 403, "second_factor_required");
        jar.cookies.set("second-factor", sealed);
        mustRefuse(await jar.request("GET", "/account"), 403, "second_factor_required");
        mustRefuse(await jar.request("POST", "/transfer"), 403, "second_factor_required");
      }
    },
  },
];

async function formTokenOf(browser: Client): Promise<string> {
  const page = await browser.request("GET", "/2fa/challenge", { headers: asBrowser });
  const { frame } = page.json<{ frame: { formToken: string } }>();
  assert.ok(frame.formToken.length >= 22);
  return frame.formToken;
}
