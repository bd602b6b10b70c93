import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { day, guess, minute } from "../attacker/campaign.js";
import { wrongOtp, wrongOtps } from "../attacker/guesses.js";
import { comparisons, mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { behindProxy, enrolled, signedIn, verifyFrom } from "../attacker/sign-in.js";

/** What must not give a spent budget back. */
export const bruteForceResetCases: readonly AttackCase[] = [
  {
    id: "BRU-05",
    title: "begin, show again and cancel enrollments between the guesses",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      await guess(bed, "alice", alice.authenticator, 4);
      const before = (await bed.record("alice")).failures;
      // The thief can't begin one; not even the owner's own gives anything back.
      const thief = await signedIn(bed, "alice");
      const begin = (client: typeof thief) =>
        client.request("POST", "/2fa/totp/enrollments", { json: {} });
      mustRefuse(await begin(thief), 403, "second_factor_required");
      for (let round = 0; round < 3; round += 1) {
        const begun = await begin(alice.browser);
        assert.equal(begun.status, 201);
        const path = `/2fa/totp/enrollments/${begun.json<{ enrollmentId: string }>().enrollmentId}`;
        await alice.browser.request("POST", `${path}/confirm`, { json: { otp: "12345" } });
        assert.equal((await alice.browser.request("DELETE", path)).status, 204);
      }
      assert.deepEqual((await bed.record("alice")).failures, before);
      const [fifth, sixth] = await guess(bed, "alice", alice.authenticator, 2);
      mustRefuse(fifth!, 401, "invalid_otp");
      mustRefuse(sixth!, 429, "too_many_attempts");
    },
  },
  {
    id: "BRU-06",
    title: "a success on the attacker's own account between guesses at others, from one address",
    gate: false,
    bed: {
      ...behindProxy,
      engine: { budgets: { address: { points: 10, durationSeconds: 900 } } },
    },
    async attack(bed) {
      const own = await enrolled(bed, "mallory");
      const victims = [];
      for (const user of ["ann", "ben", "cem"]) victims.push(await enrolled(bed, user));
      const address = "198.51.100.7";
      for (const [index, user] of ["ann", "ben"].entries()) {
        const thief = await signedIn(bed, user);
        for (const otp of wrongOtps(victims[index]!.authenticator, 5)) {
          mustRefuse(await verifyFrom(thief, address, otp), 401, "invalid_otp");
          bed.clock.advance({ seconds: 30 });
          const mallory = await signedIn(bed, "mallory");
          const reply = await verifyFrom(mallory, address, own.authenticator.code());
          // The last time, the address is spent: for everyone there, its owner included.
          if (reply.status !== 429) mustAccept(reply);
        }
      }
      const next = await signedIn(bed, "cem");
      const wrong = wrongOtp(victims[2]!.authenticator);
      mustRefuse(await verifyFrom(next, address, wrong), 429, "too_many_attempts");
      assert.equal((await bed.record("cem")).failures.count, 0, "not even compared");
      assert.equal((await bed.record("ann")).failures.count, 5, "the victim's count stands");
      mustAccept(await verifyFrom(next, "203.0.113.9", victims[2]!.authenticator.code()));
    },
  },
  {
    id: "BRU-34",
    title: "a success whose reset comes when the window is over, and one on a fresh budget",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      await guess(bed, "alice", authenticator, 1);
      bed.clock.advance({ seconds: 15 * minute + 1 });
      mustAccept(await (await signedIn(bed, "alice")).verify(authenticator.code()));
      bed.clock.advance({ seconds: 30 });
      mustAccept(await (await signedIn(bed, "alice")).verify(authenticator.code()));
      const before = comparisons(bed);
      const replies = await guess(bed, "alice", authenticator, 8);
      assert.equal(comparisons(bed) - before, 5, "a budget is never more than its maximum");
      assert.equal(replies[0]?.json().attemptsRemaining, 4);
    },
    // What a refund on a fresh key leaves behind.
    mutant: {
      file: "packages/core/src/stores/memory-limits.ts",
      find: "const consumed = (window?.consumed ?? 0) + 1;",
      replace: "const consumed = (window?.consumed ?? -1) + 1;",
    },
  },
  {
    id: "BRU-35",
    title: "a used code that still matches, sent between wrong guesses",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const used = authenticator.code();
      mustAccept(await (await signedIn(bed, "alice")).verify(used));
      const thief = await signedIn(bed, "alice");
      const [first = "", second = "", third = ""] = wrongOtps(authenticator, 3);
      const remaining = [];
      for (const otp of [first, used, second, used, third]) {
        const reply = await thief.verify(otp);
        mustRefuse(reply, 401, "invalid_otp");
        remaining.push(reply.json().attemptsRemaining);
      }
      assert.deepEqual(remaining, [4, 3, 2, 1, 0], "charged like a wrong code");
      mustRefuse(await thief.verify(used), 429, "too_many_attempts");
      assert.equal((await bed.record("alice")).failures.count, 5);
    },
    // Right is right: the budget is given back before the row was asked.
    mutant: {
      file: "packages/core/src/verification/verify-otp.ts",
      find: "if (accepted === null) return fail(",
      replace: 'await limits.reset(lane as "single", key);\n  if (accepted === null) return fail(',
    },
  },
  {
    id: "BRU-07",
    title: "four guesses a day, each day's wiped out by the owner's own sign-in, for thirty days",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      for (let today = 0; today < 30; today += 1) {
        await guess(bed, "alice", authenticator, 4);
        const alice = await signedIn(bed, "alice");
        const single = await alice.verify(authenticator.code());
        if (single.status !== 200) {
          mustRefuse(single, 429, "too_many_attempts");
          bed.clock.advance({ seconds: 30 });
          mustAccept(await alice.verify(authenticator.codes(2).join(" ")));
        }
        bed.clock.advance({ seconds: day - 60 });
      }
      const wrong = bed.events.filter(({ type }) => type === "verification.invalid").length;
      assert.equal(wrong, 30, "thirty guesses in thirty days, and no more");
    },
  },
];
