import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { day, guess, minute } from "../attacker/campaign.js";
import { wrongOtp, wrongOtps } from "../attacker/guesses.js";
import {
  byStatus,
  comparisons,
  mustAccept,
  mustHaveNoOutage,
  mustRefuse,
} from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { slowStores } from "../attacker/slow-stores.js";

const verifyOtp = "packages/core/src/verification/verify-otp.ts";

/** Five single codes in a quarter of an hour, whoever sends them, however fast and from wherever. */
export const bruteForceCases: readonly AttackCase[] = [
  {
    id: "BRU-01",
    title: "six wrong codes, then the right one",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const replies = await guess(bed, "alice", authenticator, 6);
      assert.deepEqual(
        replies.slice(0, 5).map((reply) => reply.json().attemptsRemaining),
        [4, 3, 2, 1, 0],
      );
      const before = await bed.record("alice");
      const right = await (await signedIn(bed, "alice")).verify(authenticator.code());
      for (const reply of [replies[5]!, right]) {
        mustRefuse(reply, 429, "too_many_attempts");
        assert.equal(Number(reply.headers["retry-after"]), 15 * minute);
        assert.equal(reply.json().codesNeeded, 2, "tells the way that is still open");
      }
      assert.deepEqual(await bed.record("alice"), before, "neither was evaluated");
      assert.equal(comparisons(bed), 5);
    },
  },
  {
    id: "BRU-02",
    title: "the right code among the refused ones must look like all the others",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      await guess(bed, "alice", authenticator, 5);
      const thief = await signedIn(bed, "alice");
      await thief.verify(wrongOtp(authenticator));
      const seen = [];
      for (const otp of [wrongOtp(authenticator), authenticator.code(), authenticator.code(1)]) {
        const { status, headers, setCookies, text } = await thief.verify(otp);
        const { date: _, ...fields } = headers;
        seen.push({ status, fields, cookies: setCookies.length, text });
      }
      assert.deepEqual(seen[1], seen[0], "the right code");
      assert.deepEqual(seen[2], seen[0], "the next one");
      assert.equal(seen[0]?.status, 429);
      // What takes the time: nothing is compared for either, so nothing can take longer.
      assert.equal(comparisons(bed), 5);
    },
    // Only wrong codes are refused.
    mutant: {
      file: verifyOtp,
      find: "if (!account.allowed || closedFor > 0) {",
      replace:
        "if ((!account.allowed || closedFor > 0) && (await matchAuthenticators(suite, subject.id, record.authenticators, codes, now, attempt.scope)).length === 0) {",
    },
  },
  {
    id: "BRU-03",
    title: "sign out, sign in and guess on, twenty times",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      for (let round = 0; round < 20; round += 1) {
        const thief = await signedIn(bed, "alice");
        for (const otp of wrongOtps(authenticator, 5)) await thief.verify(otp);
        await thief.request("POST", "/logout");
      }
      assert.equal(comparisons(bed), 5, "a session has no budget of its own");
      assert.equal((await bed.record("alice")).failures.count, 5);
    },
    mutant: {
      file: verifyOtp,
      find: "limits.subjectKey(subject.id)",
      replace: 'limits.subjectKey(subject.id + (attempt.slot?.id ?? ""))',
    },
  },
  {
    id: "BRU-04",
    title: "fifty sessions guess at once, five codes each",
    gate: true,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const { authenticator } = await enrolled(bed, "alice");
        const sessions = await Promise.all(
          Array.from({ length: 50 }, () => signedIn(bed, "alice")),
        );
        const otps = wrongOtps(authenticator, 5);
        const replies = await Promise.all(
          sessions.flatMap((thief) => otps.map((otp) => thief.clone().verify(otp))),
        );
        mustHaveNoOutage(replies);
        assert.equal(comparisons(bed), 5, "of 250 codes");
        assert.equal(byStatus(replies)[401], 5);
      }),
    // Looks first and counts afterwards.
    mutant: {
      file: verifyOtp,
      find: 'lane === "triple" ? unlimited : limits.consume(lane, key),',
      replace:
        'lane === "triple" ? unlimited : limits.peek(lane, key).then(async (seen) => { await limits.consume(lane, key); return seen; }),',
    },
  },
  {
    id: "BRU-08",
    title: "200 wrong codes at once from one session, against a budget of five",
    gate: true,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const { authenticator } = await enrolled(bed, "alice");
        const thief = await signedIn(bed, "alice");
        const replies = await Promise.all(
          wrongOtps(authenticator, 200).map((otp) => thief.clone().verify(otp)),
        );
        assert.equal(comparisons(bed), 5, "exactly the budget is compared");
        assert.deepEqual(byStatus(replies), { 401: 5, 429: 195 });
      }),
    mutant: {
      file: "packages/core/src/stores/memory-limits.ts",
      find: "if (window !== undefined && window.consumed >= points) {",
      replace: "if (window !== undefined && window.consumed > points) {",
    },
  },
  {
    id: "BRU-36",
    title: "one burst of 200 must not close the victim's single codes for thirty days",
    gate: true,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const { authenticator } = await enrolled(bed, "alice");
        const thief = await signedIn(bed, "alice");
        await Promise.all(wrongOtps(authenticator, 200).map((otp) => thief.clone().verify(otp)));
        const { failures } = await bed.record("alice");
        assert.deepEqual([comparisons(bed), failures.count, failures.inARow], [5, 5, 5]);
        bed.clock.advance({ seconds: day });
        mustAccept(await (await signedIn(bed, "alice")).verify(authenticator.code()));
      }),
    // A refused try is counted like a compared one.
    mutant: {
      file: verifyOtp,
      find: "const wait = account.allowed ? closedFor :",
      replace:
        "await records.countFailure(subject.id, now, settings.longTerm.windowSeconds);\n    const wait = account.allowed ? closedFor :",
    },
  },
];
