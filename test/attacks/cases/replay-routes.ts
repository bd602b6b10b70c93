import assert from "node:assert/strict";
import { virtualAuthenticator } from "@second-factor/testing";
import { Secret } from "otpauth";
import type { AttackCase } from "../attack-case.js";
import {
  byStatus,
  comparisons,
  mustAccept,
  mustBeInside,
  mustBeOutside,
  mustRefuse,
} from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

const sharedSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** One memory for all routes, all authenticators and all clocks. */
export const replayRouteCases: readonly AttackCase[] = [
  {
    id: "REP-18",
    title: "a used code carried to every other route, also as one of two consecutive codes",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const { authenticator, authenticatorId } = alice;
      const otp = authenticator.code();
      mustAccept(await (await signedIn(bed, "alice")).verify(otp));

      const thief = await signedIn(bed, "alice");
      const routes = [
        ["POST", "/2fa/totp/enrollments"],
        ["POST", "/2fa/recovery-codes"],
        ["PATCH", `/2fa/authenticators/${authenticatorId}`],
        ["POST", `/2fa/authenticators/${authenticatorId}/rename`],
        ["DELETE", `/2fa/authenticators/${authenticatorId}`],
        ["POST", `/2fa/authenticators/${authenticatorId}/remove`],
      ] as const;
      for (const [method, path] of routes) {
        const json = { otp, code: otp, name: "mine" };
        mustRefuse(await thief.request(method, path, { json }), 403, "second_factor_required");
      }
      const confirm = `/2fa/totp/enrollments/${authenticatorId}/confirm`;
      mustRefuse(
        await thief.request("POST", confirm, { json: { otp } }),
        404,
        "enrollment_not_found",
      );
      bed.clock.advance({ seconds: 30 });
      const pair = `${otp} ${authenticator.code()}`;
      mustRefuse(await thief.verify(pair), 401, "invalid_otp");
      await mustBeOutside(thief);
      const { authenticators, recoveryCodesRemaining } = await bed.record("alice");
      assert.deepEqual(
        authenticators.map(({ id, name }) => ({ id, name })),
        [{ id: authenticatorId, name: "Authenticator app" }],
      );
      assert.equal(recoveryCodesRemaining, 10);

      // The other way round: what a longer form used up is no single code any more.
      const browser = await signedIn(bed, "alice");
      bed.clock.advance({ seconds: 30 });
      const codes = authenticator.codes(2);
      mustAccept(await browser.verify(codes.join(" ")));
      for (const used of codes) mustRefuse(await thief.verify(used), 401, "invalid_otp");
    },
    // A longer form is judged by its last code alone.
    mutant: {
      file: "packages/core/src/verification/match-authenticators.ts",
      find: "return matchConsecutive({ secret, parameters, codes, now, crypto, above: lastStep });",
      replace:
        "return ((run) => run && { first: run.last, last: run.last })(matchConsecutive({ secret, parameters, codes, now, crypto }));",
    },
  },
  {
    id: "REP-20",
    title: "two accounts that show the same digits at the same time do not use up each other's",
    gate: false,
    async attack(bed) {
      for (const subjectId of ["alice", "bob"])
        await bed.engine.importAuthenticator({ subjectId, secret: sharedSecret });
      const otp = virtualAuthenticator({ secret: sharedSecret }, bed.clock).code();
      for (const user of ["alice", "bob"]) {
        const browser = await signedIn(bed, user);
        mustAccept(await browser.verify(otp));
        await mustBeInside(browser);
      }
    },
  },
  {
    id: "REP-21",
    title: "the server's clock steps back by 90 seconds: the used code, then the new current one",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const otp = alice.authenticator.code();
      mustAccept(await (await signedIn(bed, "alice")).verify(otp));
      bed.clock.advance({ seconds: -90 });
      const thief = await signedIn(bed, "alice");
      const before = await bed.record("alice");
      for (const tried of [otp, alice.authenticator.code()]) {
        const reply = await thief.verify(tried);
        mustRefuse(reply, 503, "clock_regression");
        const wait = Number(reply.headers["retry-after"]);
        assert.ok(wait > 0 && wait <= 90, `tells to wait ${wait} seconds`);
      }
      await mustBeOutside(thief);
      assert.deepEqual(
        await bed.record("alice"),
        before,
        "nobody is charged for the server's clock",
      );
      assert.equal(bed.events.filter(({ type }) => type === "clock.regression").length, 2);
      const other = await signedIn(bed, "alice");
      mustAccept(await redeem(other, alice.recoveryCodes[0] ?? ""));

      bed.clock.advance({ seconds: 120 });
      const browser = await signedIn(bed, "alice");
      mustAccept(await browser.verify(alice.authenticator.code()));
    },
  },
  {
    id: "REP-29",
    title: "one code that fits two authenticators of an account, used for each of them",
    gate: false,
    async attack(bed) {
      const ids: string[] = [];
      const bytes = Secret.fromBase32(sharedSecret).bytes;
      // HMAC fills keys up with zeros (RFC 2104): another secret, and every code the same.
      for (const secret of [bytes, Uint8Array.of(...bytes, 0)]) {
        const request = { subjectId: "alice", secret };
        ids.push((await bed.engine.importAuthenticator(request)).authenticatorId);
      }
      const otp = virtualAuthenticator({ secret: sharedSecret }, bed.clock).code();
      const replies = [];
      // Named in turn, and not at all.
      for (const authenticatorId of [...ids, undefined]) {
        const browser = await signedIn(bed, "alice");
        replies.push(
          await browser.request("POST", "/2fa/verify", { json: { otp, authenticatorId } }),
        );
      }
      assert.deepEqual(byStatus(replies), { 200: 1, 401: 2 });
      assert.equal(comparisons(bed), 3);
      const [first, second] = (await bed.record("alice")).authenticators;
      assert.equal(first?.lastStep, second?.lastStep, "both steps are burned");
      assert.equal(first?.lastStep, Math.floor(bed.clock.now() / 30_000));
    },
  },
];
