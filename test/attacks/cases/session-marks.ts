import assert from "node:assert/strict";
import { memoryRecords } from "@second-factor/core";
import type { Client } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { removed } from "../attacker/enrolling.js";
import { mustAccept, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { restorableRecords } from "../attacker/restorable-records.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

/** Neither the guard nor a sensitive route takes this browser for verified. */
async function mustAskAgain(browser: Client): Promise<void> {
  mustRefuse(await browser.request("GET", "/account"), 403, "second_factor_required");
  mustRefuse(await browser.request("POST", "/transfer"), 403, "second_factor_required");
}

export const sessionMarkCases: readonly AttackCase[] = [
  {
    id: "SES-09",
    title: "a verified session that slept through off and on again",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const sleeper = await signedIn(bed, "alice");
      mustAccept(await sleeper.verify(alice.authenticator.code()));
      await mustBeInside(sleeper);
      await removed(alice.browser, alice.authenticatorId);
      await mustBeInside(sleeper);
      await alice.browser.enroll("alice", "new phone");
      await mustAskAgain(sleeper);
      await mustBeInside(alice.browser);
    },
    // A mark is a mark, whenever it was made.
    mutant: {
      file: "packages/core/src/step-up/mark.ts",
      find: "mark.epoch !== state.epoch",
      replace: 'mark.epoch === ""',
    },
  },
  {
    id: "SES-14",
    title: "a client-held session rolled back to before an authenticator was removed",
    gate: true,
    bed: { sessions: "client" },
    async attack(bed) {
      const browser = bed.client();
      const first = await browser.enroll("alice", "phone");
      await browser.enroll("alice", "tablet");
      await mustBeInside(browser);
      const kept = browser.clone();
      await removed(browser, first.authenticatorId);
      await mustBeInside(browser);
      await mustAskAgain(kept);
    },
    // Removing is no change of the epoch: another authenticator stays, after all.
    mutant: {
      file: "packages/core/src/authenticators/change-authenticators.ts",
      find: "const change = { from: record.epoch, to: randomId(suite.crypto), at: now };",
      replace: "const change = { from: record.epoch, to: record.epoch, at: now };",
    },
  },
  {
    id: "SES-20",
    title: "an account closed between the factors, and after both",
    gate: false,
    async attack(bed) {
      const { authenticator, browser } = await enrolled(bed, "alice");
      const halfWay = await signedIn(bed, "alice");
      mustRefuse(await halfWay.request("GET", "/account"), 403, "second_factor_required");
      bed.bank.disabled.add("alice");
      mustRefuse(await halfWay.verify(authenticator.code()), 401, "sign_in_required");
      mustRefuse(await browser.request("POST", "/transfer"), 401, "sign_in_required");
      mustRefuse(await browser.request("GET", "/2fa"), 401, "sign_in_required");
      assert.deepEqual(bed.bank.transfers, []);
    },
  },
  {
    id: "SES-21",
    title: "a client-held session brought back after the sign-out",
    gate: true,
    bed: { sessions: "client" },
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      mustAccept(await browser.verify(authenticator.code()));
      await mustBeInside(browser);
      const kept = browser.clone();
      assert.equal((await browser.request("POST", "/logout")).status, 204);
      await mustAskAgain(kept);
      bed.clock.advance({ seconds: 3600 });
      await mustAskAgain(kept);
    },
    // Clearing the cookie is taken for the end of it.
    mutant: {
      file: "packages/core/src/http/sign-out.ts",
      find: 'stored?.mark && keeper !== "server"',
      replace: 'stored?.mark && keeper === "token"',
    },
  },
  {
    id: "SES-22",
    title: "an old mark after enrolling anew, and after a restored backup",
    gate: true,
    async attack(base) {
      const store = restorableRecords(memoryRecords);
      const options = { sessions: "sealed-cookie", engine: { records: store.records } } as const;
      await withBed(base, options, async (bed) => {
        const { browser, authenticatorId, authenticator } = await enrolled(bed, "alice");
        const backup = store.backUp();
        const old = browser.clone();
        await removed(browser, authenticatorId);
        await browser.enroll("alice", "new phone");
        await mustAskAgain(old);

        const afterBackup = browser.clone();
        await mustBeInside(afterBackup);
        await store.restore(backup);
        bed.clock.advance({ seconds: 30 });
        await mustAskAgain(afterBackup);
        const owner = await signedIn(bed, "alice");
        mustAccept(await owner.verify(authenticator.code()));
        await owner.enroll("alice", "second phone");
        await mustAskAgain(afterBackup);
        await mustAskAgain(old);
      });
    },
    // The epoch counts authenticators, and so comes back with them.
    mutant: {
      file: "packages/core/src/authenticators/confirm-enrollment.ts",
      find: "to: randomId(crypto), at: now",
      replace: `to: \`v\${record.authenticators.length + 1}\`, at: now`,
    },
  },
  {
    id: "SES-23",
    title: "a mark revoked in another process",
    gate: false,
    async attack(bed) {
      const shared = { engine: { records: bed.records }, clock: bed.clock };
      const { browser } = await enrolled(bed, "alice");
      await mustBeInside(browser);
      const other = await bed.another(shared);
      try {
        await other.engine.credentialsChanged("alice");
      } finally {
        await other.close();
      }
      mustRefuse(await browser.request("POST", "/transfer"), 403, "second_factor_required");
      bed.clock.advance({ seconds: 5 });
      await mustAskAgain(browser);
    },
  },
];
