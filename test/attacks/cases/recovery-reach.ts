import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { mustNotContain } from "../attacker/canaries.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

/** How far a recovery code, or a reset, carries whoever has it. */
export const recoveryReachCases: readonly AttackCase[] = [
  {
    id: "REC-16",
    title: "a found sheet of recovery codes, to turn the second factor off or to mint more",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const finder = await signedIn(bed, "alice");
      mustAccept(await redeem(finder, alice.recoveryCodes[0] ?? ""));
      assert.deepEqual((await finder.request("GET", "/2fa/")).json().amr, ["recovery"]);
      const path = `/2fa/authenticators/${alice.authenticatorId}`;
      for (const [method, route] of [
        ["DELETE", path],
        ["POST", `${path}/remove`],
        ["POST", "/2fa/recovery-codes"],
      ] as const) {
        const reply = await finder.request(method, route, { json: {} });
        mustRefuse(reply, 403, "second_factor_required");
      }
      const { authenticators, recoveryCodesRemaining } = await bed.record("alice");
      assert.deepEqual([authenticators.length, recoveryCodesRemaining], [1, 9]);
      assert.ok(
        bed.notices.some(({ kind }) => kind === "recovery_code_used"),
        "the owner is told",
      );
      // But whoever lost the phone gets a new one in, and then needs no recovery code any more.
      await finder.enroll("alice", "new phone");
      assert.equal((await finder.request("DELETE", path)).status, 204);
    },
  },
  {
    id: "REC-17",
    title: "two codes of one list: one in place of the password, one as the second factor",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const [one = "", two = ""] = alice.recoveryCodes;
      const finder = bed.client();
      const login = await finder.request("POST", "/login", {
        json: { username: "alice", password: one },
      });
      assert.equal(login.status, 401);
      for (const code of [one, two])
        mustRefuse(await redeem(finder, code), 401, "sign_in_required");
      assert.equal((await finder.request("GET", "/account")).json().user, null, "nobody");
      assert.equal((await bed.record("alice")).recoveryCodesRemaining, 10, "and none is spent");
    },
  },
  {
    id: "REC-14",
    title: "the records of a stolen database, searched for recovery codes",
    gate: false,
    async attack(base) {
      const digests: string[] = [];
      const { durability, forNamespace } = base.records;
      const records = {
        durability,
        forNamespace(namespace: string) {
          const real = forNamespace(namespace);
          return Object.assign(Object.create(real) as typeof real, {
            activate: (...args: Parameters<typeof real.activate>) => {
              digests.push(...(args[2].recoveryDigests ?? []));
              return real.activate(...args);
            },
          });
        },
      };
      await withBed(base, { engine: { records } }, async (bed) => {
        const { recoveryCodes } = await enrolled(bed, "alice");
        assert.equal(digests.length, 10);
        for (const digest of digests) assert.match(digest, /^[\w-]{43}$/, "256 bits, one way");
        for (const code of recoveryCodes)
          assert.match(code, /^(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/, "120 bits");
        const canaries = recoveryCodes.map((text) => ({ name: "a recovery code", text }));
        mustNotContain("what is stored", digests.join(" "), canaries);
        assert.equal(new Set(recoveryCodes).size, 10);
        // A digest is no code: who stole the one cannot show the other.
        const thief = await signedIn(bed, "alice");
        for (const digest of digests.slice(0, 3)) {
          const reply = await redeem(thief, digest);
          assert.equal(reply.status, 400, "no code has a digest's form");
        }
        await mustBeOutside(thief);
      });
    },
  },
  {
    id: "REC-30",
    title: "the password alone, after support reset the second factor",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const before = await signedIn(bed, "alice");
      await before.request("GET", "/account");
      await bed.engine.reset("alice");
      assert.ok(
        bed.notices.some(({ kind }) => kind === "second_factor_reset"),
        "alice is told",
      );

      const thief = await signedIn(bed, "alice");
      for (const browser of [before, alice.browser, thief]) {
        for (const [method, path] of [
          ["GET", "/account"],
          ["POST", "/transfer"],
        ] as const)
          mustRefuse(await browser.request(method, path), 403, "enrollment_required");
      }
      mustRefuse(await thief.verify(alice.authenticator.code()), 409, "not_enrolled");
      mustRefuse(await redeem(thief, alice.recoveryCodes[0] ?? ""), 409, "not_enrolled");
      // A sign-in from before, or from too long ago, does not even get to enroll.
      const begin = { json: {} };
      const enrollments = "/2fa/totp/enrollments";
      mustRefuse(await before.request("POST", enrollments, begin), 401, "sign_in_again");
      bed.clock.advance({ seconds: 901 });
      mustRefuse(await thief.request("POST", enrollments, begin), 401, "sign_in_again");

      const anew = await signedIn(bed, "alice");
      await anew.enroll("alice");
      await mustBeInside(anew);
      assert.equal(bed.notices.at(-1)?.kind, "authenticator_added");
    },
    mutant: {
      file: "packages/core/src/http/guard.ts",
      find: 'if (mustEnroll) return "enrollment_required";',
      replace: "",
    },
  },
];
