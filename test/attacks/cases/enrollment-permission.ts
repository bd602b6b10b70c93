import assert from "node:assert/strict";
import type { Client } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { begin, begun, confirm, sealedSecrets } from "../attacker/enrolling.js";
import { mustAccept, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

export const enrollmentPermissionCases: readonly AttackCase[] = [
  {
    id: "ENR-01",
    title: "a change of authenticators on a verification of six minutes ago",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const before = await sealedSecrets(bed, "alice");
      bed.clock.advance({ seconds: 300 });
      await mustBeInside(alice.browser);
      await mustRefuseChanges(alice.browser, alice.authenticatorId);
      assert.deepEqual(await sealedSecrets(bed, "alice"), before, "byte for byte as it was");
    },
    // As old as the guard takes it.
    mutant: {
      file: "packages/core/src/authenticators/actor.ts",
      find: "settings.changeMaxAgeMs",
      replace: "settings.markMaxAgeMs",
    },
  },
  {
    id: "ENR-02",
    title: "a change of authenticators with the password alone",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const before = await sealedSecrets(bed, "alice");
      const thief = await signedIn(bed, "alice");
      await mustRefuseChanges(thief, alice.authenticatorId);
      assert.deepEqual(await sealedSecrets(bed, "alice"), before, "byte for byte as it was");
      assert.equal((await bed.record("alice")).pending, null, "nothing begun");
      const owner = await signedIn(bed, "alice");
      mustAccept(await owner.verify(alice.authenticator.code()));
    },
    // A recent sign-in suffices, as it does for the first one.
    mutant: {
      file: "packages/core/src/authenticators/begin-enrollment.ts",
      find: "held > 0 && !isFreshlyVerified(suite, actor)",
      replace: "held > 0 && !isFreshlySignedIn(suite, actor)",
    },
  },
  {
    id: "ENR-03",
    title: "beginning an enrollment by a picture's GET",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        const alice = await signedIn(bed, "alice");
        const image = { accept: "image/avif,image/webp,*/*;q=0.8", "sec-fetch-dest": "image" };
        for (const path of ["/2fa/totp/enrollments", "/2fa/totp/enrollments?name=x"]) {
          for (const method of ["GET", "HEAD"]) {
            const reply = await alice.request(method, path, { headers: image });
            assert.equal(reply.status, 405, path);
            assert.equal(reply.headers.allow, "POST");
          }
        }
        const page = await alice.request("GET", "/2fa/enroll", { headers: asBrowser });
        mustAccept(page);
        assert.doesNotMatch(page.text, /otpauth:|secret/i, "the page before has no secret yet");
        assert.equal((await bed.record("alice")).pending, null, "nothing begun");
      }),
  },
  {
    id: "ENR-25",
    title: "recovery codes before there is anything to recover, by GET, from elsewhere",
    gate: false,
    async attack(bed) {
      const early = await signedIn(bed, "early");
      mustRefuse(await early.request("POST", "/2fa/recovery-codes"), 403, "second_factor_required");
      const alice = await enrolled(bed, "alice");
      const epoch = (await bed.record("alice")).epoch;
      const byGet = await alice.browser.request("GET", "/2fa/recovery-codes");
      assert.ok([404, 405].includes(byGet.status), String(byGet.status));
      const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
      const across = await alice.browser.request("POST", "/2fa/recovery-codes", { headers });
      mustRefuse(across, 403, "cross_origin_refused");
      for (const reply of [byGet, across]) assert.ok(!reply.text.includes("recoveryCodes"));
      assert.equal((await bed.record("alice")).epoch, epoch, "nothing replaced");
    },
  },
  {
    id: "ENR-27",
    title: "one authenticator after the other",
    gate: false,
    async attack(bed) {
      const browser = bed.client();
      for (const name of ["one", "two", "three"]) await browser.enroll("alice", name);
      for (let attempt = 0; attempt < 30; attempt += 1) {
        mustRefuse(await begin(browser), 409, "too_many_authenticators");
      }
      assert.equal((await bed.record("alice")).authenticators.length, 3);
    },
  },
  {
    id: "ENR-28",
    title: "a first enrollment on a sign-in that is old, or of unknown age",
    gate: true,
    bed: {
      subject: (found) =>
        found?.tokenId === "ageless"
          ? { id: found.id, name: found.name, tokenId: found.tokenId }
          : found,
    },
    async attack(bed) {
      const found = await signedIn(bed, "alice");
      await mustBeInside(found);
      const now = bed.clock.now();
      bed.clock.advance({ seconds: 901 });
      mustRefuse(await begin(found), 401, "sign_in_again");
      for (const token of [`alice.old.${now}`, "alice.ageless.1"]) {
        const headers = { authorization: `Bearer ${token}` };
        const reply = await bed.client().request("POST", "/2fa/totp/enrollments", {
          json: {},
          headers,
        });
        mustRefuse(reply, 401, "sign_in_again");
      }
      assert.equal((await bed.record("alice")).pending, null, "nothing begun");
      const owner = await signedIn(bed, "alice");
      const { id, authenticator } = await begun(bed, owner, "her phone");
      mustAccept(await confirm(owner, id, authenticator.code()));
      const told = bed.notices.map(({ kind, subjectId }) => `${kind} ${subjectId}`);
      assert.deepEqual(told, ["authenticator_added alice"], "and its owner is told");
    },
    // Nothing to lose yet, so nothing is asked.
    mutant: {
      file: "packages/core/src/authenticators/begin-enrollment.ts",
      find: "held === 0 && !isFreshlySignedIn(suite, actor)",
      replace: "held < 0",
    },
  },
];

async function mustRefuseChanges(browser: Client, authenticatorId: string): Promise<void> {
  const replies = [
    await begin(browser),
    await browser.request("POST", "/2fa/recovery-codes"),
    await browser.request("DELETE", `/2fa/authenticators/${authenticatorId}`),
    await browser.request("PATCH", `/2fa/authenticators/${authenticatorId}`, {
      json: { name: "mine" },
    }),
    await browser.request("POST", `/2fa/authenticators/${authenticatorId}/remove`),
  ];
  for (const reply of replies) mustRefuse(reply, 403, "second_factor_required");
}
