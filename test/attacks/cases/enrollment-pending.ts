import assert from "node:assert/strict";
import type { Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { begun, confirm, removed } from "../attacker/enrolling.js";
import { wrongOtps } from "../attacker/guesses.js";
import { byStatus, mustAccept, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { slowStores } from "../attacker/slow-stores.js";

async function activeOf(bed: Testbed, user: string): Promise<readonly string[]> {
  return (await bed.record(user)).authenticators.map(({ id }) => id);
}

export const enrollmentPendingCases: readonly AttackCase[] = [
  {
    id: "ENR-04",
    title: "an enrollment begun and left alone",
    gate: true,
    async attack(bed) {
      const curious = await signedIn(bed, "curious");
      const left = await begun(bed, curious);
      const again = await signedIn(bed, "curious");
      await mustBeInside(again);
      mustRefuse(await again.verify(left.authenticator.code()), 409, "not_enrolled");

      const alice = await enrolled(bed, "alice");
      const second = await begun(bed, alice.browser, "second phone");
      const browser = await signedIn(bed, "alice");
      mustRefuse(await browser.verify(second.authenticator.code()), 401, "invalid_otp");
      mustAccept(await browser.verify(alice.authenticator.code()));
      assert.deepEqual(await activeOf(bed, "alice"), [alice.authenticatorId]);
    },
    // The new secret is written over the old one at once.
    mutant: {
      file: "packages/core/src/stores/memory-records.ts",
      find: "findOrCreate(subjectId).pending = withOwnSecret(pending);",
      replace:
        "const row = findOrCreate(subjectId); row.pending = withOwnSecret(pending); row.authenticators = row.authenticators.map((held) => ({ ...held, sealedSecret: pending.sealedSecret }));",
    },
  },
  {
    id: "ENR-05",
    title: "confirming another's enrollment with its right code",
    gate: true,
    async attack(bed) {
      const alice = await signedIn(bed, "alice");
      await mustBeInside(alice);
      const { id, authenticator } = await begun(bed, alice);
      const bob = await signedIn(bed, "bob");
      await mustBeInside(bob);
      mustRefuse(await confirm(bob, id, authenticator.code()), 404, "enrollment_not_found");
      const canceled = await bob.request("DELETE", `/2fa/totp/enrollments/${id}`);
      mustRefuse(canceled, 404, "enrollment_not_found");
      assert.deepEqual(await activeOf(bed, "alice"), []);
      assert.deepEqual(await activeOf(bed, "bob"), []);
      mustAccept(await confirm(alice, id, authenticator.code()));
    },
    // Enrollments are looked up by their id, in the name of whoever began them.
    mutant: {
      file: "packages/core/src/http/handle-routes.ts",
      find: "return await answerReply(call, await match.route.handler(call, input), match.route);",
      replace: `
        const begun = (globalThis.begunEnrollments ??= new Map());
        const owner = begun.get(match.params.id);
        const theirs = owner && { subject: owner.subject, stored: owner.stored ?? call.stored };
        const own = { ...call, scope: call.scope, browser: () => call.browser(), ...theirs };
        const answer = await match.route.handler(own, input);
        if (answer.json?.enrollmentId) begun.set(answer.json.enrollmentId, call);
        return await answerReply(call, answer, match.route);`,
    },
  },
  {
    id: "ENR-06",
    title: "confirming from another session of the same user",
    gate: false,
    async attack(bed) {
      const first = await signedIn(bed, "alice");
      const { id, authenticator } = await begun(bed, first);
      const second = await signedIn(bed, "alice");
      mustRefuse(await confirm(second, id, authenticator.code()), 404, "enrollment_not_found");
      assert.deepEqual(await activeOf(bed, "alice"), []);
    },
  },
  {
    id: "ENR-07",
    title: "an enrollment begun before its owner's, its secret noted",
    gate: false,
    async attack(bed) {
      const thief = await signedIn(bed, "alice");
      const noted = await begun(bed, thief);
      const owner = await signedIn(bed, "alice");
      const fresh = await begun(bed, owner);
      assert.notEqual(fresh.keyUri, noted.keyUri, "a secret of her own");
      mustRefuse(
        await confirm(thief, noted.id, noted.authenticator.code()),
        404,
        "enrollment_not_found",
      );
      mustAccept(await confirm(owner, fresh.id, fresh.authenticator.code()));
      bed.clock.advance({ seconds: 30 });
      const again = await signedIn(bed, "alice");
      mustRefuse(await again.verify(noted.authenticator.code()), 401, "invalid_otp");
      mustRefuse(
        await confirm(thief, noted.id, noted.authenticator.code()),
        404,
        "enrollment_not_found",
      );
    },
  },
  {
    id: "ENR-10",
    title: "a hundred confirmations at once",
    gate: true,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const alice = await signedIn(bed, "alice");
        const { id, authenticator } = await begun(bed, alice);
        const otp = authenticator.code();
        const browsers = Array.from({ length: 100 }, () => alice.clone());
        const replies = await Promise.all(browsers.map((browser) => confirm(browser, id, otp)));
        const statuses = JSON.stringify(byStatus(replies));
        const confirmed = replies.filter(({ status }) => status === 200);
        assert.equal(confirmed.length, 1, `exactly one is confirmed: ${statuses}`);
        assert.equal(
          replies.filter(({ text }) => text.includes("recoveryCodes")).length,
          1,
          "and one set of recovery codes given out",
        );
        // Not found any more, or the session of before the rotation is gone.
        assert.ok(
          replies.every(({ status }) => [200, 401, 404].includes(status)),
          statuses,
        );
        assert.deepEqual(await activeOf(bed, "alice"), [id]);
        assert.equal((await bed.record("alice")).recoveryCodesRemaining, 10);
      }),
    // The transaction's verdict is not looked at.
    mutant: {
      file: "packages/core/src/authenticators/confirm-enrollment.ts",
      find: "if (!(await records.activate(subject.id, pending.id, activation, change)))",
      replace: "if ((await records.activate(subject.id, pending.id, activation, change)) === null)",
    },
  },
  {
    id: "ENR-11",
    title: "the confirmation sent again",
    gate: false,
    async attack(bed) {
      const alice = await signedIn(bed, "alice");
      const { id, authenticator } = await begun(bed, alice);
      const before = alice.clone();
      const otp = authenticator.code();
      mustAccept(await confirm(alice, id, otp));
      for (const browser of [alice, before]) {
        const again = await confirm(browser, id, otp);
        assert.ok([401, 404].includes(again.status), again.text);
        assert.ok(!again.text.includes("recoveryCodes"), "the codes are not shown again");
      }
      assert.deepEqual(await activeOf(bed, "alice"), [id]);
    },
  },
  {
    id: "ENR-12",
    title: "guessing the first code",
    gate: false,
    async attack(bed) {
      const alice = await signedIn(bed, "alice");
      const { id, authenticator } = await begun(bed, alice);
      const remaining: unknown[] = [];
      for (const otp of wrongOtps(authenticator, 5)) {
        const reply = await confirm(alice, id, otp);
        mustRefuse(reply, 401, "invalid_otp");
        remaining.push(reply.json().attemptsRemaining);
      }
      assert.deepEqual(remaining, [4, 3, 2, 1, 0]);
      mustRefuse(await confirm(alice, id, authenticator.code()), 404, "enrollment_not_found");
      const { authenticators, pending } = await bed.record("alice");
      assert.deepEqual([authenticators, pending], [[], null], "void, and nothing active");
    },
  },
  {
    id: "ENR-14",
    title: "an enrollment of before, confirmed after everything changed",
    gate: true,
    bed: { sessions: "sealed-cookie" },
    async attack(bed) {
      const thief = await signedIn(bed, "alice");
      const noted = await begun(bed, thief);
      await bed.engine.credentialsChanged("alice");
      const late = await confirm(thief, noted.id, noted.authenticator.code());
      mustRefuse(late, 404, "enrollment_not_found");
      assert.deepEqual(await activeOf(bed, "alice"), [], "a password change voids it");

      const browser = await signedIn(bed, "alice");
      const first = await begun(bed, browser);
      const before = browser.clone();
      mustAccept(await confirm(browser, first.id, first.authenticator.code()));
      await removed(browser, first.id);
      bed.clock.advance({ seconds: 30 });
      for (const jar of [before, browser]) {
        const again = await confirm(jar, first.id, first.authenticator.code());
        mustRefuse(again, 404, "enrollment_not_found");
      }
      assert.deepEqual(await activeOf(bed, "alice"), [], "nor does a known secret come back");
    },
    // Whatever the epoch is by now is taken for the one it began in.
    mutant: {
      file: "packages/core/src/authenticators/confirm-enrollment.ts",
      find: "from: pending.epoch",
      replace: "from: record.epoch",
    },
  },
];
