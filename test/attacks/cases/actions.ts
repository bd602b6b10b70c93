import assert from "node:assert/strict";
import type { Client, Reply, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { asBrowser, plainPages } from "../attacker/plain-pages.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { slowStores } from "../attacker/slow-stores.js";

const pay = (browser: Client, to: string) =>
  browser.request("POST", `/pay?to=${to}`, { json: { amount: 25 } });

/** Verified a moment ago, for paying bob. */
async function verifiedForBob(bed: Testbed): Promise<Client> {
  const { browser, authenticator } = await enrolled(bed, "alice");
  const json = { otp: authenticator.code(), action: "pay:bob" };
  mustAccept(await browser.request("POST", "/2fa/verify", { json }));
  return browser;
}

const sendForm = (browser: Client, path: string, from: string): Promise<Reply> =>
  browser.request("POST", path, {
    form: { amount: "25" },
    headers: { ...asBrowser, "sec-fetch-site": from },
  });

const answer = (browser: Client, form: Record<string, string>): Promise<Reply> =>
  browser.request("POST", "/2fa/resume", { form, headers: asBrowser });

const ticketOf = (reply: Reply): string =>
  reply.json<{ resume: { ticket: string } }>().resume.ticket;

export const actionCases: readonly AttackCase[] = [
  {
    id: "ACT-01",
    title: "one code's action twenty times at once, and again with the cookies of before",
    gate: true,
    attack: (base) =>
      withBed(base, { ...slowStores(base), sessions: "sealed-cookie" }, async (bed) => {
        const copies = [await verifiedForBob(bed)];
        const [first] = copies;
        while (copies.length < 21) copies.push(first!.clone());
        const late = copies.pop()!;
        const before = bed.handlerRuns();
        const replies = await Promise.all(copies.map((copy) => pay(copy, "bob")));
        for (const reply of replies.filter(({ status }) => status !== 200)) {
          mustRefuse(reply, 403, "second_factor_required");
        }
        assert.equal(bed.handlerRuns() - before, 1, "one payment for one code");
        mustRefuse(await pay(late, "bob"), 403, "second_factor_required");
      }),
    // The cookie says that it is there; what else would one ask.
    mutant: {
      file: "packages/core/src/http/use-grant.ts",
      find: "if (!(await suite.records.revokeMark(subject.id, grant.id, forgotten))) return false;",
      replace: "await suite.records.revokeMark(subject.id, grant.id, forgotten);",
    },
  },
  {
    id: "ACT-02",
    title: "a code for one action, spent on another",
    gate: true,
    async attack(bed) {
      const alice = await verifiedForBob(bed);
      const before = bed.handlerRuns();
      for (const to of ["eve", "bob2", "Bob", "bob%20", ""]) {
        mustRefuse(await pay(alice, to), 403, "second_factor_required");
      }
      assert.equal(bed.handlerRuns(), before, "nothing was paid");
      mustAccept(await pay(alice, "bob"));
    },
    mutant: {
      file: "packages/core/src/http/use-grant.ts",
      find: "if (grant.markId !== mark.id || grant.action !== action) return false;",
      replace: "if (grant.markId !== mark.id) return false;",
    },
  },
  {
    id: "ACT-03",
    title: "another site's form that waits behind the challenge",
    gate: true,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        const { browser } = await enrolled(bed, "alice");
        bed.clock.advance({ seconds: 301 });
        for (const from of ["cross-site", "same-site"]) {
          for (const path of ["/transfer", "/pay?to=eve"]) {
            const reply = await sendForm(browser, path, from);
            assert.equal(reply.status, 303, `${path} from ${from}: no page that goes on with it`);
            assert.equal(reply.headers.location, "/2fa/challenge");
          }
        }
      }),
    mutant: {
      file: "packages/core/src/http/challenge-in-place.ts",
      find: "const origin = checkOrigin(request, suite.settings.trustedOrigins);",
      replace: 'const origin = checkOrigin(request, new Set()) && "trusted";',
    },
  },
  {
    id: "ACT-04",
    title: "a ticket of another session, of another account, or a used one",
    gate: false,
    attack: (base) =>
      withBed(base, { engine: { pages: plainPages } }, async (bed) => {
        const alice = await enrolled(bed, "alice");
        const bob = await enrolled(bed, "bob");
        bed.clock.advance({ seconds: 301 });
        const ticket = ticketOf(await sendForm(alice.browser, "/pay?to=eve", "same-origin"));
        const other = await signedIn(bed, "alice");
        await other.request("GET", "/account");
        const before = bed.handlerRuns();
        for (const [browser, otp] of [
          [other, alice.authenticator.code()],
          [bob.browser, bob.authenticator.code()],
        ] as const) {
          const reply = await answer(browser, { otp, ticket });
          assert.deepEqual([reply.status, reply.headers.location], [303, "/"]);
          mustRefuse(await pay(browser, "eve"), 403, "second_factor_required");
        }
        bed.clock.advance({ seconds: 30 });
        const otp = alice.authenticator.code();
        mustAccept(await answer(alice.browser, { otp, ticket }));
        mustAccept(await pay(alice.browser, "eve"));
        bed.clock.advance({ seconds: 30 });
        const again = { otp: alice.authenticator.code(), ticket };
        assert.equal((await answer(alice.browser, again)).status, 303);
        mustRefuse(await pay(alice.browser, "eve"), 403, "second_factor_required");
        assert.equal(bed.handlerRuns() - before, 1, "one payment, the owner's");
      }),
  },
];
