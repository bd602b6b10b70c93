import assert from "node:assert/strict";
import { virtualAuthenticator } from "@second-factor/testing";
import type { AttackCase } from "../attack-case.js";
import { day, guess, minute, spendEverything, spendLongTerm } from "../attacker/campaign.js";
import { wrongOtp, wrongOtps, wrongRecoveryCode, wrongRun } from "../attacker/guesses.js";
import {
  comparisons,
  mustAccept,
  mustBeInside,
  mustBeOutside,
  mustRefuse,
} from "../attacker/outcomes.js";
import { behindProxy, enrolled, redeem, signedIn, verifyFrom } from "../attacker/sign-in.js";

/** A spent budget asks for more codes: the owner has them, whoever guesses does not. */
export const escalationCases: readonly AttackCase[] = [
  {
    id: "BRU-16",
    title: "wrong recovery codes and wrong codes, to close one lane through the other",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      for (let index = 0; index < 10; index += 1) {
        const reply = await redeem(thief, wrongRecoveryCode(index));
        mustRefuse(reply, 401, "invalid_recovery_code");
        assert.equal(reply.json().attemptsRemaining, 9 - index);
      }
      mustRefuse(await redeem(thief, wrongRecoveryCode(10)), 429, "too_many_attempts");
      assert.equal((await bed.record("alice")).failures.count, 0, "a lane of its own");
      const replies = await guess(bed, "alice", alice.authenticator, 6);
      assert.deepEqual(
        replies.map(({ status }) => status),
        [401, 401, 401, 401, 401, 429],
      );
      bed.clock.advance({ seconds: 60 * minute });
      await guess(bed, "alice", alice.authenticator, 5);
      mustAccept(await redeem(await signedIn(bed, "alice"), alice.recoveryCodes[0] ?? ""));
    },
  },
  {
    id: "BRU-26",
    title: "one guessed code beside a wrong one: no hint, no half-way state, nothing burned",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      bed.clock.advance({ seconds: 5 * minute });
      await guess(bed, "alice", authenticator, 5);
      const [one = "", two = "", three = ""] = authenticator.codes(3);
      const [wrong = "", other = ""] = wrongOtps(authenticator, 2);
      const thief = await signedIn(bed, "alice");
      const before = await bed.record("alice");
      const answers = new Set<string>();
      const tries = [
        [wrong, other],
        [two, wrong],
        [wrong, three],
        [three, two],
        [one, three],
      ];
      for (const [index, codes] of tries.entries()) {
        const reply = await thief.verify(codes.join(" "));
        const { attemptsRemaining, ...rest } = reply.json();
        assert.equal(attemptsRemaining, 9 - index);
        answers.add(JSON.stringify([reply.status, rest]));
      }
      for (const codes of [
        [wrong, other, wrong],
        [one, two, wrong],
        [wrong, two, three],
      ])
        mustRefuse(await thief.verify(codes.join(" ")), 401, "invalid_otp");
      assert.equal(answers.size, 1, "half right looks like wrong");
      assert.deepEqual(await bed.record("alice"), before, "and leaves nothing behind");
      await mustBeOutside(thief);
      mustAccept(await (await signedIn(bed, "alice")).verify(`${two} ${three}`));
    },
  },
  {
    id: "BRU-37",
    title: "every budget of the account spent, again and again for thirty days",
    gate: true,
    bed: behindProxy,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const start = bed.clock.now();
      await spendLongTerm(bed, "alice", alice.authenticator);
      // Any moment will do: what is spent of an account lies in the quarter and the hour before it.
      for (const [index, after] of [0.1, 1.4, 3.03, 8.77, 15.5, 22.2, 29.9].entries()) {
        bed.clock.set(start + after * day * 1000);
        await spendEverything(bed, "alice", alice.authenticator);
        const asked = bed.clock.now();
        const browser = await signedIn(bed, "alice");
        const from = `203.0.113.${index + 1}`;
        const single = await verifyFrom(browser, from, alice.authenticator.code());
        mustRefuse(single, 429, "too_many_attempts");
        assert.equal(single.json().codesNeeded, 3);
        bed.clock.advance({ seconds: 60 });
        const run = alice.authenticator.codes(3).join(" ");
        mustAccept(await verifyFrom(browser, from, run));
        await mustBeInside(browser);
        const other = await signedIn(bed, "alice");
        const redeemed = await other.request("POST", "/2fa/recovery-codes/redeem", {
          json: { recoveryCode: alice.recoveryCodes[index] },
          headers: { "x-client": from },
        });
        mustAccept(redeemed);
        await mustBeInside(other);
        assert.ok(bed.clock.now() - asked <= 120_000, "within two minutes");
      }
      assert.equal(comparisons(bed, "single"), 30);
    },
    // Three codes share the budget of two: then there is no form that is always open.
    mutant: {
      file: "packages/core/src/verification/verify-otp.ts",
      find: 'lane === "triple" ? unlimited : limits.consume(lane, key),',
      replace: 'limits.consume(lane === "triple" ? "pair" : lane, key),',
    },
  },
  {
    id: "BRU-38",
    title: "honest pairs of a slow device are taken; used and half-right pairs are not",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      bed.clock.advance({ seconds: 5 * minute });
      await guess(bed, "alice", alice.authenticator, 5);
      const slow = virtualAuthenticator(alice.keyUri, bed.clock, { skewSeconds: -30 });
      // The second code has just appeared when she begins to type.
      const pair = slow.codes(2);
      const browser = await signedIn(bed, "alice");
      bed.clock.advance({ seconds: 40 });
      mustAccept(await browser.verify(pair.join(" ")));

      const thief = await signedIn(bed, "alice");
      const current = alice.authenticator.code(-1);
      mustRefuse(await thief.verify(`${pair[1]} ${current}`), 401, "invalid_otp");
      mustRefuse(await thief.verify(pair.join(" ")), 401, "invalid_otp");
      const wrong = wrongOtp(alice.authenticator);
      mustRefuse(await thief.verify(`${wrong} ${alice.authenticator.code()}`), 401, "invalid_otp");
      await mustBeOutside(thief);
      const fresh = `${current} ${alice.authenticator.code()}`;
      mustAccept(await (await signedIn(bed, "alice")).verify(fresh));
    },
  },
  {
    id: "BRU-25",
    title: "a hundred wrong codes in a row, over months",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      for (let month = 0; month < 4; month += 1) {
        const bursts = month < 3 ? 6 : 2;
        for (let burst = 0; burst < bursts; burst += 1) {
          await guess(bed, "alice", authenticator, 5);
          bed.clock.advance({ seconds: 15 * minute });
        }
        bed.clock.advance({ seconds: 30 * day });
      }
      assert.equal((await bed.record("alice")).failures.inARow, 100);
      bed.clock.advance({ seconds: 40 * day });
      const alice = await signedIn(bed, "alice");
      const closed = await alice.verify(authenticator.code());
      mustRefuse(closed, 429, "too_many_attempts");
      assert.equal(closed.json().codesNeeded, 2, "time alone does not open it");
      assert.ok(
        bed.notices.some(({ kind }) => kind === "guessing_suspected"),
        "she was told",
      );
      mustAccept(await alice.verify(authenticator.codes(2).join(" ")));
      bed.clock.advance({ seconds: 30 });
      mustAccept(await (await signedIn(bed, "alice")).verify(authenticator.code()));
    },
  },
  {
    id: "BRU-33",
    title: "a spent 30-day budget after a millisecond, a day and 29 days",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const start = bed.clock.now();
      await spendLongTerm(bed, "alice", authenticator);
      const spent = bed.clock.now();
      const month = 30 * day * 1000;
      for (const at of [
        spent + 1,
        spent + day * 1000,
        start + 29 * day * 1000,
        start + month - 1,
      ]) {
        bed.clock.set(at);
        const reply = await (await signedIn(bed, "alice")).verify(authenticator.code());
        mustRefuse(reply, 429, "too_many_attempts");
        assert.equal(Number(reply.headers["retry-after"]), Math.ceil((start + month - at) / 1000));
      }
      assert.equal(comparisons(bed), 30);
      bed.clock.set(start + month);
      mustAccept(await (await signedIn(bed, "alice")).verify(authenticator.code()));
    },
    // Seconds taken for milliseconds: the budget is back within the hour.
    mutant: {
      file: "packages/core/src/verification/long-term.ts",
      find: "failures.since + longTerm.windowSeconds * 1000",
      replace: "failures.since + longTerm.windowSeconds",
    },
  },
  {
    id: "BRU-30",
    title: "one guess an hour for sixty days",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const end = bed.clock.now() + 60 * day * 1000;
      let compared = 0;
      // Hour by hour while the door is open; while it is shut, once a day shows as much.
      while (bed.clock.now() < end) {
        const reply = await (await signedIn(bed, "alice")).verify(wrongOtp(authenticator));
        if (reply.status === 401) compared += 1;
        else mustRefuse(reply, 429, "too_many_attempts");
        bed.clock.advance({ seconds: reply.status === 401 ? 3600 : day });
      }
      assert.equal(compared, comparisons(bed));
      assert.equal(compared, 60, "thirty in each thirty days");
      // Nor does the longer form add anything worth having: ten tries in an hour.
      const thief = await signedIn(bed, "alice");
      const pairs = [];
      for (let index = 0; index < 11; index += 1)
        pairs.push((await thief.verify(wrongRun(authenticator, 2))).status);
      assert.deepEqual(pairs, [...new Array<number>(10).fill(401), 429]);
    },
  },
];
