import assert from "node:assert/strict";
import type { Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { day } from "../attacker/campaign.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import {
  approvedRecovery,
  askForRecovery,
  cancel,
  complete,
  recovering,
  ticketOf,
} from "../attacker/recovering.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

const hour = 3600;
const told = (bed: Testbed) =>
  bed.notices.map(({ kind }) => kind).filter((kind) => kind.startsWith("recovery_"));

/** What the password alone gets by asking for a recovery, and how its owner stops it. */
export const recoveryDelayedCases: readonly AttackCase[] = [
  {
    id: "REC-22",
    title: "completing a delayed recovery before its waiting time is over",
    gate: false,
    bed: recovering,
    async attack(bed) {
      await enrolled(bed, "alice");
      assert.equal((await askForRecovery(await signedIn(bed, "alice"))).status, 202);
      let waited = 0;
      for (const seconds of [0, 1, hour, 24 * hour - 1]) {
        bed.clock.advance({ seconds: seconds - waited });
        waited = seconds;
        const thief = await signedIn(bed, "alice");
        const early = await complete(thief);
        mustRefuse(early, 403, "recovery_waiting");
        assert.equal(early.headers["retry-after"], String(24 * hour - seconds));
        await mustBeOutside(thief);
      }
      assert.equal((await bed.record("alice")).authenticators.length, 1, "all of it is there");
      bed.clock.advance({ seconds: 1 });
      assert.equal((await complete(await signedIn(bed, "alice"))).status, 204, "and then it is");
    },
  },
  {
    id: "REC-23",
    title: "a recovery while the owner is signed in, and signs in again with her code",
    gate: false,
    bed: recovering,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      await askForRecovery(thief);
      const seen = (await alice.browser.request("GET", "/2fa/")).json().recovery;
      assert.equal((seen as { kind: string } | null)?.kind, "delayed", "her session is told");
      mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code()));
      assert.deepEqual(told(bed), ["recovery_requested", "recovery_canceled"]);
      bed.clock.advance({ seconds: day });
      mustRefuse(await complete(await signedIn(bed, "alice")), 404, "recovery_not_found");

      // The same for one by support: she still has her phone, so it was not she who called.
      const ticket = await approvedRecovery(bed, "alice");
      mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code()));
      const ends = bed.notices.slice(-2);
      assert.deepEqual(
        ends.map(({ kind, staffId }) => [kind, staffId]),
        [
          ["recovery_canceled", undefined],
          ["recovery_canceled", "dave"],
        ],
        "both sides are told",
      );
      mustRefuse(await complete(await signedIn(bed, "alice"), ticket), 404, "ticket_invalid");
      assert.equal((await bed.record("alice")).authenticators.length, 1);
    },
  },
  {
    id: "REC-25",
    title: "recoveries asked for all day long, ended and asked for again",
    gate: false,
    bed: recovering,
    async attack(bed) {
      await enrolled(bed, "alice");
      const sessions = await Promise.all([1, 2, 3, 4].map(() => signedIn(bed, "alice")));
      const burst = await Promise.all(
        Array.from({ length: 100 }, (_, index) => askForRecovery(sessions[index % 4]!.clone())),
      );
      assert.deepEqual(new Set(burst.map(({ status }) => status)), new Set([202]));
      assert.deepEqual(told(bed), ["recovery_requested"], "one is open, and one message went out");
      for (let round = 0; round < 20; round += 1) {
        await cancel(bed.client(), ticketOf(bed, "recovery_requested", "alice"));
        await askForRecovery(await signedIn(bed, "alice"));
      }
      assert.deepEqual(told(bed), ["recovery_requested", "recovery_canceled"], "no mail bomb");
      bed.clock.advance({ seconds: day });
      for (let round = 0; round < 10; round += 1) {
        await askForRecovery(await signedIn(bed, "alice"));
        await cancel(bed.client(), ticketOf(bed, "recovery_requested", "alice"));
      }
      assert.equal(told(bed).length, 2 + 2 * 3, "three a day");
    },
  },
  {
    id: "REC-26",
    title: "what a completed recovery leaves behind, for whoever was there before it",
    gate: true,
    bed: recovering,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const halfway = await signedIn(bed, "alice");
      await halfway.request("GET", "/account");
      await askForRecovery(halfway);
      bed.clock.advance({ seconds: day });
      const thief = await signedIn(bed, "alice");
      const waiting = await signedIn(bed, "alice");
      await waiting.request("GET", "/account");
      assert.equal((await complete(thief)).status, 204);
      assert.equal(bed.notices.at(-1)?.kind, "recovery_completed", "alice is told");

      const row = await bed.record("alice");
      assert.deepEqual(
        [row.authenticators, row.recoveryCodesRemaining, row.pending, row.browsers, row.mustEnroll],
        [[], 0, null, [], true],
      );
      const begin = { json: {} };
      for (const browser of [alice.browser, halfway, waiting, thief]) {
        mustRefuse(await browser.request("GET", "/account"), 403, "enrollment_required");
        mustRefuse(await browser.verify(alice.authenticator.code()), 401, "sign_in_again");
        const reply = await browser.request("POST", "/2fa/totp/enrollments", begin);
        mustRefuse(reply, 401, "sign_in_again");
      }
      const anew = await signedIn(bed, "alice");
      mustRefuse(await redeem(anew, alice.recoveryCodes[0] ?? ""), 409, "not_enrolled");
      await mustBeOutside(anew);
      await anew.enroll("alice");
      await mustBeInside(anew);
      for (const browser of [alice.browser, halfway, thief]) await mustBeOutside(browser);
    },
    // What was there before goes on.
    mutant: {
      file: "packages/core/src/stores/memory-recoveries.ts",
      find: "changeEpoch(row, change);",
      replace: "",
    },
  },
  {
    id: "REC-31",
    title: "a mail scanner that opens every link of every message, over and over",
    gate: false,
    bed: { engine: { ...recovering.engine, pages: plainPages } },
    async attack(bed) {
      await enrolled(bed, "alice");
      await enrolled(bed, "bob");
      await askForRecovery(await signedIn(bed, "alice"));
      await approvedRecovery(bed, "bob");
      const before = [await bed.record("alice"), await bed.record("bob")];
      const links = bed.notices.flatMap(({ url }) => (url === undefined ? [] : [url]));
      for (const kind of ["recovery_requested", "recovery_approved"])
        assert.ok(bed.notices.some((notice) => notice.kind === kind && notice.url !== undefined));
      const scanners = [bed.client(), await signedIn(bed, "alice"), await signedIn(bed, "bob")];
      for (const scanner of scanners)
        for (const method of ["HEAD", "GET", "HEAD", "GET"])
          for (const link of links) {
            const path = link.slice(link.indexOf("/2fa"));
            const headers = { ...asBrowser, "sec-fetch-site": "cross-site" };
            assert.ok((await scanner.request(method, path, { headers })).status < 500);
          }
      assert.deepEqual([await bed.record("alice"), await bed.record("bob")], before);
      const ticket = ticketOf(bed, "recovery_requested", "alice");
      const shown = await bed.client().request("GET", `/2fa/recovery/cancel?ticket=${ticket}`);
      assert.equal(shown.status, 200, "the page is there, and what it does is its button's");
      assert.equal(
        (await cancel(bed.client(), shown.json<{ ticket: string }>().ticket)).status,
        204,
      );
    },
  },
  {
    id: "TIM-05",
    title: "asking for a recovery, to learn whether an account has a second factor",
    gate: false,
    bed: recovering,
    async attack(bed) {
      await enrolled(bed, "alice");
      await enrolled(bed, "erin");
      await askForRecovery(await signedIn(bed, "erin"));
      const answers = new Map<string, string>();
      for (const user of ["alice", "bob", "erin"]) {
        const client = await signedIn(bed, user);
        await client.request("GET", "/2fa/");
        const reply = await askForRecovery(client);
        assert.equal(reply.status, 202, user);
        const { date: _, ...headers } = reply.headers;
        answers.set(JSON.stringify([headers, reply.text, reply.setCookies.length]), user);
      }
      assert.equal(answers.size, 1, "enrolled, not enrolled and asked before look the same");
      const stranger = await askForRecovery(bed.client());
      mustRefuse(stranger, 401, "sign_in_required");
    },
  },
];
