import assert from "node:assert/strict";
import {
  generateWrappedKey,
  keyRing,
  localMasterKey,
  type MasterKey,
  MasterKeyError,
  wrappedKeyRing,
} from "@second-factor/core";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { base64 } from "../attacker/encodings.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";
import { keyIdOf } from "../attacker/stored-secret.js";

const newKey = (id: string) => `${id}:${base64(crypto.getRandomValues(new Uint8Array(32)))}`;

/** Keys that are old, gone, or out of reach. */
export const cryptoKeyCases: readonly AttackCase[] = [
  {
    id: "CRY-05",
    title: "a rotation while processes with the old and the new ring serve side by side",
    gate: false,
    async attack(base) {
      const [k1, k2] = [newKey("k1"), newKey("k2")];
      const { records, limits, clock } = base;
      const beside = { records, limits };
      const before = { engine: { ...beside, keys: keyRing(`${k1},${k2}`) }, clock };
      const after = { engine: { ...beside, keys: keyRing(`${k2},${k1}`) }, clock };
      await withBed(base, before, (old) =>
        withBed(base, after, async (rotated) => {
          const alice = await enrolled(old, "alice");
          const bob = await enrolled(rotated, "bob");
          const keyOf = (user: string) => keyIdOf(records.forNamespace("default"), user);
          assert.deepEqual([await keyOf("alice"), await keyOf("bob")], ["k1", "k2"]);
          mustAccept(await (await signedIn(old, "bob")).verify(bob.authenticator.code()));
          mustAccept(await (await signedIn(rotated, "alice")).verify(alice.authenticator.code()));
          // Sealed anew on use, not awaited by the reply, and the old process still opens it.
          while ((await keyOf("alice")) === "k1") await new Promise(setImmediate);
          clock.advance({ seconds: 30 });
          mustAccept(await (await signedIn(old, "alice")).verify(alice.authenticator.code()));
        }),
      );
    },
  },
  {
    id: "CRY-06",
    title: "an account whose key is gone from the ring",
    gate: true,
    async attack(base) {
      const { records, limits, clock } = base;
      const alice = await enrolled(base, "alice");
      const keys = keyRing(newKey("other"));
      await withBed(base, { engine: { records, limits, keys }, clock }, async (bed) => {
        const before = await records.forNamespace("default").load("alice");
        const thief = await signedIn(bed, "alice");
        mustRefuse(await thief.verify(alice.authenticator.code()), 503, "key_unavailable");
        mustRefuse(await thief.verify("000000"), 503, "key_unavailable");
        await mustBeOutside(thief);
        const begun = await thief.request("POST", "/2fa/totp/enrollments", { json: {} });
        assert.notEqual(begun.status, 201, "and does not count as somebody who may enroll first");
        const { failures, authenticators } = await bed.record("alice");
        assert.deepEqual(authenticators, before.authenticators, "the row is untouched");
        assert.equal(failures.count, 0, "nobody is charged");
        const alarm = bed.events.some(
          (event) => event.type === "unavailable" && event.code === "key_missing",
        );
        assert.ok(alarm, "an operator hears of it");

        const [code = ""] = alice.recoveryCodes;
        const owner = await signedIn(bed, "alice");
        mustAccept(await redeem(owner, code));
        await mustBeInside(owner);
      });
      mustAccept(await (await signedIn(base, "alice")).verify(alice.authenticator.code()));
    },
    // What does not open is taken for wrong.
    mutant: {
      file: "packages/core/src/verification/match-authenticators.ts",
      find: 'if (opened === 0 && authenticators.length > 0) throw new Unavailable("key_unavailable", 30);',
      replace: "",
    },
  },
  {
    id: "CRY-11",
    title: "a master key that is down or silent when the unwrapped key's time is over",
    gate: false,
    async attack(base) {
      const local = localMasterKey(newKey("m1"));
      const text = await generateWrappedKey("d1", "kms", local);
      for (const fault of ["down", "silent"] as const) {
        let working = true;
        const kms: MasterKey = {
          ...local,
          async unwrap(wrapped, context) {
            if (working) return local.unwrap(wrapped, context);
            if (fault === "silent") return new Promise(() => undefined);
            throw new MasterKeyError("unreachable", "ECONNREFUSED");
          },
        };
        const { clock } = base;
        const keys = wrappedKeyRing(text, { masterKeys: { kms }, clock, deadlineMs: 50 });
        const engine = { keys, verifiedMaxAgeSeconds: 86_400 };
        await withBed(base, { engine, clock, sessions: "sealed-cookie" }, async (bed) => {
          const alice = await enrolled(bed, "alice");
          working = false;
          const warm = await signedIn(bed, "alice");
          mustAccept(await warm.verify(alice.authenticator.code()));
          await mustBeInside(warm);
          clock.advance({ seconds: 600 });

          const since = Date.now();
          mustRefuse(await warm.request("GET", "/account"), 503, "key_unavailable");
          const thief = bed.client();
          await thief.login("alice").catch(() => undefined);
          mustRefuse(await thief.verify(alice.authenticator.code()), 503, "key_unavailable");
          await mustBeOutside(thief);
          assert.ok(Date.now() - since < 30_000, "refused when the deadline says so");
          assert.equal((await bed.record("alice")).failures.count, 0, "nobody is charged");

          working = true;
          // The cookie still counts: an outage is no answer about it.
          await mustBeInside(warm);
          mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code()));
        });
      }
    },
  },
];
