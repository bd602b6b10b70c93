import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { guess } from "../attacker/campaign.js";
import { wrongOtp } from "../attacker/guesses.js";
import { mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

/** What replies tell to those who only ask. TIM-01 and TIM-02 count the work, beside the unit. */
export const timingCases: readonly AttackCase[] = [
  {
    id: "TIM-07",
    title: "asking without a sign-in which accounts exist, are enrolled or are being guessed at",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      await guess(bed, "alice", alice.authenticator, 6);
      await signedIn(bed, "bob");
      const stranger = bed.client();
      const routes = [
        ["POST", "/2fa/verify", { otp: "123456" }],
        ["POST", "/2fa/recovery-codes/redeem", { recoveryCode: alice.recoveryCodes[0] }],
        ["POST", "/2fa/totp/enrollments", {}],
        ["DELETE", `/2fa/authenticators/${alice.authenticatorId}`, {}],
        ["GET", "/2fa/", null],
      ] as const;
      for (const [method, path, fields] of routes) {
        const answers = new Set<string>();
        for (const name of ["alice", "bob", "nobody-at-all"]) {
          const json = fields && { ...fields, subjectId: name, username: name, user: name };
          const reply = await stranger.request(method, path, json ? { json } : {});
          mustRefuse(reply, 401, "sign_in_required");
          const { date: _, ...headers } = reply.headers;
          answers.add(JSON.stringify([headers, reply.text]));
        }
        assert.equal(answers.size, 1, `${method} ${path} tells accounts apart`);
      }
    },
  },
  {
    id: "TIM-08",
    title: "telling a used code from a wrong one",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const used = authenticator.code();
      const owner = await signedIn(bed, "alice");
      mustAccept(await owner.verify(used));
      const thief = await signedIn(bed, "alice");
      const seen = [];
      for (const otp of [wrongOtp(authenticator), used, wrongOtp(authenticator)]) {
        const reply = await thief.verify(otp);
        const { date: _, "content-length": length, ...headers } = reply.headers;
        const { attemptsRemaining, ...body } = reply.json();
        seen.push({
          status: reply.status,
          headers,
          length,
          body,
          cookies: reply.setCookies.length,
        });
        assert.equal(attemptsRemaining, 5 - seen.length);
      }
      // The first reply of a session may set its cookie; the other two are the comparison.
      assert.deepEqual(seen[1], seen[2]);
      assert.deepEqual(seen[1]?.body, seen[0]?.body);

      const told = bed.events.filter((event) => event.type === "verification.replayed");
      assert.equal(told.length, 1, "the audit log knows");
      assert.equal(told[0]?.possibleRelay, true, "a right code from a session that did not use it");
      mustRefuse(await owner.verify(used), 401, "invalid_otp");
      const own = bed.events.filter((event) => event.type === "verification.replayed").at(-1);
      assert.equal(own?.possibleRelay, false, "its own session's double click is none");
    },
  },
];
