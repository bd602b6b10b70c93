import assert from "node:assert/strict";
import type { Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { wrongOtp } from "../attacker/guesses.js";
import {
  down,
  type Lie,
  type LyingStores,
  lyingStores,
  replyLost,
} from "../attacker/lying-stores.js";
import {
  comparisons,
  mustAccept,
  mustBeInside,
  mustBeOutside,
  mustRefuse,
} from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

function mustBeOutage(reply: Reply): void {
  mustRefuse(reply, 503, "store_unavailable");
  assert.ok(Number(reply.headers["retry-after"]) >= 1, "says when to try again");
}

const enginePart = ({ records, limits }: LyingStores) => ({ records, limits });

const everyRecordsMethod = [
  "load",
  "acceptStep",
  "countFailure",
  "begin",
  "activate",
  "redeemRecoveryCode",
  "remove",
];

const lies: ReadonlyMap<string, Lie> = new Map<string, Lie>([
  ["nothing", async () => undefined],
  ["null", async () => null],
  ["1", async () => 1],
  ["OK", async () => "OK"],
  ["'true'", async () => "true"],
  ["an object", async () => ({ accepted: true })],
  ["a boxed true", async () => Object(true)],
  ["an OK without a promise", () => "OK"],
  [
    "a throw",
    () => {
      throw new Error("synchronously");
    },
  ],
  ["silence", () => new Promise(() => undefined)],
]);

/** A store that is down, unsure or lying opens nothing. */
export const storeFaultCases: readonly AttackCase[] = [
  {
    id: "STO-01",
    title: "the records or the budgets are down, at the first request and in between",
    gate: true,
    async attack(base) {
      const stores = lyingStores(base);
      const fail = (...methods: string[]) => {
        for (const method of methods) stores.lies.set(method, down);
      };
      await withBed(base, { engine: enginePart(stores) }, async (bed) => {
        fail(...everyRecordsMethod, "consume", "get");
        const early = await signedIn(bed, "alice");
        mustBeOutage(await early.request("POST", "/2fa/totp/enrollments", { json: {} }));
        mustBeOutage(await early.request("GET", "/account"));
        stores.lies.clear();
        const alice = await enrolled(bed, "alice");
        await mustBeInside(alice.browser);

        const path = `/2fa/authenticators/${alice.authenticatorId}`;
        const thief = await signedIn(bed, "alice");
        const before = await bed.record("alice");
        const runs = bed.handlerRuns();
        for (const methods of [everyRecordsMethod, ["consume"], ["load"], ["acceptStep"]]) {
          fail(...methods);
          mustBeOutage(await thief.verify(alice.authenticator.code()));
          if (methods.includes("load")) {
            mustBeOutage(await thief.request("GET", "/account"));
            mustBeOutage(await alice.browser.request("POST", "/transfer", { json: {} }));
            mustBeOutage(await alice.browser.request("DELETE", path));
            bed.clock.advance({ seconds: 6 });
            // What the guard remembered is over.
            mustBeOutage(await alice.browser.request("GET", "/account"));
          }
          stores.lies.clear();
        }
        assert.equal(bed.handlerRuns(), runs, "no handler ran");
        assert.deepEqual(await bed.record("alice"), before, "nothing burned, nobody charged");
        assert.ok(bed.events.some((event) => event.type === "unavailable"));
        // Back at once, with the same code.
        mustAccept(await thief.verify(alice.authenticator.code()));
        await mustBeInside(alice.browser);
      });
    },
    // Rather open than shut.
    mutant: {
      file: "packages/core/src/http/guard-result.ts",
      find: 'return { pass: false, reply: unavailableReply(suite, request, null, error, "guard") };',
      replace: "return { pass: true, headers: [], signedOut: false };",
    },
  },
  {
    id: "STO-05",
    title: "the store acts and its reply is lost: step, recovery code, enrollment, budget",
    gate: true,
    async attack(base) {
      const stores = lyingStores(base);
      await withBed(base, { engine: enginePart(stores) }, async (bed) => {
        const alice = await enrolled(bed, "alice");
        const thief = await signedIn(bed, "alice");
        const otp = alice.authenticator.code();
        stores.lies.set("acceptStep", replyLost);
        mustBeOutage(await thief.verify(otp));
        await mustBeOutside(thief);
        stores.lies.clear();
        mustRefuse(await thief.verify(otp), 401, "invalid_otp");

        const [code = ""] = alice.recoveryCodes;
        stores.lies.set("redeemRecoveryCode", replyLost);
        mustBeOutage(await redeem(thief, code));
        stores.lies.clear();
        mustRefuse(await redeem(thief, code), 401, "invalid_recovery_code");
        assert.equal((await bed.record("alice")).recoveryCodesRemaining, 9);

        const compared = comparisons(bed);
        stores.lies.set("consume", replyLost);
        const wrong = wrongOtp(alice.authenticator);
        mustBeOutage(await thief.verify(wrong));
        stores.lies.clear();
        assert.equal(comparisons(bed), compared, "nothing was compared");
        assert.equal((await thief.verify(wrong)).json().attemptsRemaining, 1, "but paid for");
        await mustBeOutside(thief);

        const bob = await signedIn(bed, "bob");
        stores.lies.set("activate", replyLost);
        await assert.rejects(bob.enroll("bob"), /503/);
        stores.lies.clear();
        assert.equal((await bed.record("bob")).authenticators.length, 1, "it did happen");
        await mustBeOutside(bob);
      });
    },
    // Not knowing is taken for yes.
    mutant: {
      file: "packages/core/src/verification/accept-matches.ts",
      find: "records.acceptStep(subjectId, id, steps, now)",
      replace: "records.acceptStep(subjectId, id, steps, now).catch(() => true)",
    },
  },
  {
    id: "STO-13",
    title: "a store of one's own that answers a verdict with anything but true or false",
    gate: true,
    async attack(base) {
      const stores = lyingStores(base);
      const engine = { ...enginePart(stores), storeDeadlineMilliseconds: 100 };
      await withBed(base, { engine }, async (bed) => {
        const alice = await enrolled(bed, "alice");
        for (const [what, lie] of lies) {
          const thief = await signedIn(bed, "alice");
          const bob = await signedIn(bed, "bob");
          stores.lies.set("acceptStep", lie).set("redeemRecoveryCode", lie).set("activate", lie);
          mustBeOutage(await thief.verify(alice.authenticator.code()));
          mustBeOutage(await redeem(thief, alice.recoveryCodes[0] ?? ""));
          await assert.rejects(bob.enroll("bob"), /503 .*store_unavailable/, `activate: ${what}`);
          stores.lies.clear();
          await mustBeOutside(thief);
          stores.lies.set("load", lie);
          mustBeOutage(await thief.verify(alice.authenticator.code()));
          mustBeOutage(await thief.request("GET", "/account"));
          stores.lies.clear();
          bed.clock.advance({ seconds: 900 });
        }
        const { authenticators, recoveryCodesRemaining } = await bed.record("alice");
        assert.deepEqual([authenticators.length, recoveryCodesRemaining], [1, 10]);
        mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code()));
      });
    },
    mutant: {
      file: "packages/core/src/stores/deadline.ts",
      find: '(answer: unknown): answer is boolean => typeof answer === "boolean"',
      replace: "(answer: unknown): answer is boolean => answer !== undefined && answer !== null",
    },
  },
];
