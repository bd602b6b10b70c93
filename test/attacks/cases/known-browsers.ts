import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { guess, spendLongTerm } from "../attacker/campaign.js";
import { wrongOtp, wrongOtps } from "../attacker/guesses.js";
import { mustAccept, mustBeAsked, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { nextSignIn, trusted, trusting, verifyAndTrust } from "../attacker/trusting.js";

/** Many of them, and what their cookies are worth to a guesser. */
export const knownBrowserCases: readonly AttackCase[] = [
  {
    id: "TDC-08",
    title: "a thousand browsers trusted, one after the other",
    gate: false,
    bed: trusting,
    async attack(bed) {
      const { authenticator, browser: first } = await trusted(bed, "alice");
      const owner = await signedIn(bed, "alice");
      for (let index = 0; index < 1000; index += 1) {
        owner.cookies.delete("second-factor-browser");
        mustAccept(await verifyAndTrust(owner, authenticator.code()));
        // Two steps on: one time in a million the next step has the same six digits, and both are used up at once.
        bed.clock.advance({ seconds: 60 });
      }
      const { browsers } = await bed.record("alice");
      assert.equal(browsers.length, 20, "as many as a person can look through");
      await mustBeInside(await nextSignIn(bed, "alice", owner));
      await mustBeAsked(await nextSignIn(bed, "alice", first));
    },
  },
  {
    id: "TDC-10",
    title: "the budgets of alice's own browser, spent from elsewhere and with its stolen cookie",
    gate: false,
    bed: trusting,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const known = await signedIn(bed, "alice");
      mustAccept(await known.verify(alice.authenticator.code()));
      await spendLongTerm(bed, "alice", alice.authenticator);
      await guess(bed, "alice", alice.authenticator, 6);
      const unknown = await signedIn(bed, "alice");
      mustRefuse(await unknown.verify(alice.authenticator.code()), 429, "too_many_attempts");
      const next = await nextSignIn(bed, "alice", known);
      mustAccept(await next.verify(alice.authenticator.code()));

      // Whoever has a copy of it gets no more guesses than anybody, and can't have them again.
      let compared = 0;
      for (let hour = 0; hour < 12; hour += 1) {
        const thief = await nextSignIn(bed, "alice", known);
        for (const otp of wrongOtps(alice.authenticator, 6)) {
          if ((await thief.verify(otp)).status === 401) compared += 1;
        }
        const gone = await thief.request("POST", "/2fa/browsers/remove", { json: {} });
        mustRefuse(gone, 403, "second_factor_required");
        bed.clock.advance({ seconds: 3600 });
      }
      assert.equal(compared, 30, "thirty in thirty days");
      const escalated = await nextSignIn(bed, "alice", known);
      const refused = await escalated.verify(alice.authenticator.code());
      mustRefuse(refused, 429, "too_many_attempts");
      mustAccept(await escalated.verify(alice.authenticator.codes(2).join(" ")));
      mustRefuse(await escalated.verify(wrongOtp(alice.authenticator)), 429, "too_many_attempts");
    },
  },
];
