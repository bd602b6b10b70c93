import assert from "node:assert/strict";
import type { SecurityEvent } from "@second-factor/core";
import { htmlPages } from "@second-factor/pages";
import type { Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { guess } from "../attacker/campaign.js";
import { wrongOtp, wrongRecoveryCode } from "../attacker/guesses.js";
import { mustAccept } from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

const asPage = { headers: { accept: "text/html" } } as const;

function mustBeWhole(event: SecurityEvent): void {
  const text = JSON.stringify(event);
  assert.equal(new Date(event.at).toISOString(), event.at, text);
  assert.equal(event.namespace, "default");
  assert.match(event.correlationId, /^[\w-]{22}$/, text);
  assert.equal(event.subjectId, "alice", text);
  assert.ok(["success", "failure"].includes(event.outcome), text);
}

/** What is written, and what is not. */
export const leakageCases: readonly AttackCase[] = [
  {
    id: "LOG-06",
    title: "doing something that no event tells of",
    gate: false,
    async attack(bed) {
      let seen = 0;
      const tells = async (types: readonly string[], act: () => Promise<unknown>) => {
        seen = bed.events.length;
        await act();
        const told = bed.events.slice(seen);
        assert.deepEqual(
          told.map(({ type }) => type),
          types,
        );
        for (const event of told) mustBeWhole(event);
        return told;
      };
      const browser = await signedIn(bed, "alice");
      const agent = { "user-agent": "Attack/1.0 (\u00e4)" };
      let alice = {} as Awaited<ReturnType<typeof browser.enroll>>;
      await tells(["enrollment.begun", "enrollment.confirmed"], async () => {
        alice = await browser.enroll("alice");
      });
      bed.clock.advance({ seconds: 30 });
      const thief = await signedIn(bed, "alice");
      const [refused] = await tells(["guard.refused"], () => thief.request("GET", "/account"));
      assert.equal(refused?.clientAddress?.includes("127.0.0.1"), true);
      const otp = alice.authenticator.code();
      const [invalid] = await tells(["verification.invalid"], () =>
        thief.request("POST", "/2fa/verify", {
          json: { otp: wrongOtp(alice.authenticator) },
          headers: agent,
        }),
      );
      assert.equal(invalid?.userAgent?.startsWith("Attack/1.0"), true);
      await tells(["verification.accepted"], () => thief.verify(otp));
      await tells(["verification.replayed"], () => browser.verify(otp));
      await tells(["verification.invalid"], () => redeem(thief, wrongRecoveryCode()));
      await tells(["verification.accepted", "recovery_codes.redeemed"], () =>
        redeem(thief, alice.recoveryCodes[0] ?? ""),
      );
      const path = `/2fa/authenticators/${alice.authenticatorId}`;
      await tells(["authenticator.renamed"], () =>
        browser.request("PATCH", path, { json: { name: "phone" } }),
      );
      await tells(["recovery_codes.replaced"], () =>
        browser.request("POST", "/2fa/recovery-codes", { json: {} }),
      );
      await tells(["enrollment.begun", "enrollment.canceled"], async () => {
        const begun = await browser.request("POST", "/2fa/totp/enrollments", { json: {} });
        const { enrollmentId } = begun.json();
        await browser.request("DELETE", `/2fa/totp/enrollments/${enrollmentId}`);
      });
      await tells(["request.cross_origin"], async () => {
        const headers = { "sec-fetch-site": "cross-site" };
        const reply = await browser.request("POST", "/2fa/verify", { json: { otp }, headers });
        assert.equal(reply.status, 403);
        // Nobody is looked up for a request that another site sent.
        bed.events.splice(-1, 1, { ...bed.events.at(-1)!, subjectId: "alice" });
      });
      await tells(["authenticator.removed"], () => browser.request("DELETE", path));
      await tells(["subject.credentials_changed"], () => bed.engine.credentialsChanged("alice"));
      await tells(["subject.reset"], () => bed.engine.reset("alice"));
    },
  },
  {
    id: "LOG-08",
    title: "the address of a page of ours, or what it shows, carried to a third party",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: htmlPages() } }, async (bed) => {
        const browser = await signedIn(bed, "alice");
        const replies: Reply[] = [
          await browser.request("GET", "/2fa/enroll", asPage),
          await browser.request("POST", "/2fa/totp/enrollments", { ...asPage, form: {} }),
        ];
        const alice = await enrolled(bed, "bob");
        await guess(bed, "bob", alice.authenticator, 6);
        for (const path of ["manage", "recovery-codes", "enroll", "challenge", "", "nowhere"])
          replies.push(await alice.browser.request("GET", `/2fa/${path}`, asPage));
        replies.push(await bed.client().request("GET", "/2fa/manage", asPage));
        replies.push(await alice.browser.request("POST", "/2fa/recovery-codes", asPage));
        const thief = await signedIn(bed, "bob");
        replies.push(await thief.request("GET", "/2fa/challenge", asPage));
        replies.push(await thief.request("GET", "/account", asPage));
        for (const { status, headers, text } of replies) {
          assert.equal(headers["referrer-policy"], "same-origin", `${status} ${text.slice(0, 80)}`);
          assert.equal(headers["cache-control"], "no-store");
          assert.ok(!/<meta[^>]+referrer/i.test(text) && !/referrerpolicy=/i.test(text));
          assert.ok(
            !/(?:src|action|data|poster)="(?:https?:)?\/\//i.test(text),
            "loads nothing else",
          );
          assert.ok(!/<link[^>]+href="(?:https?:)?\/\//i.test(text), "nor a stylesheet");
          if (!headers["content-type"]?.startsWith("text/html")) continue;
          assert.match(headers["content-security-policy"] ?? "", /default-src 'none'/);
        }
        mustAccept(replies[0]!);
      }),
  },
];
