import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { wrongOtp } from "../attacker/guesses.js";
import { comparisons, mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { behindProxy, enrolled, signedIn, verifyFrom } from "../attacker/sign-in.js";

const fewPerAddress = {
  ...behindProxy,
  engine: { budgets: { address: { points: 4, durationSeconds: 900 } } },
} as const;

/** Many addresses against one account, and one client with many addresses. */
export const bruteForceAddressCases: readonly AttackCase[] = [
  {
    id: "BRU-10",
    title: "one guess from each of 250 addresses at one account",
    gate: false,
    bed: behindProxy,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      for (let host = 0; host < 250; host += 1)
        await verifyFrom(thief, `198.51.100.${host}`, wrongOtp(authenticator));
      assert.equal(comparisons(bed), 5, "the account's budget counts, wherever they come from");
    },
  },
  {
    id: "BRU-12",
    title: "one client hops through its /64 and through spellings of an IPv4 address",
    gate: false,
    bed: fewPerAddress,
    async attack(bed) {
      const networks = [
        [
          "2001:db8:7:1::1",
          "2001:DB8:7:1:ffff::2",
          "2001:db8:7:1::3%eth0",
          "2001:0db8:7:1::192.0.2.4",
        ],
        ["203.0.113.5", "::ffff:203.0.113.5", "::FFFF:cb00:7105", "0:0:0:0:0:ffff:203.0.113.5"],
      ];
      for (const [index, addresses] of networks.entries()) {
        const [first, second] = [`ann-${index}`, `ben-${index}`];
        const ann = await enrolled(bed, first);
        const ben = await enrolled(bed, second);
        const [thief, browser] = [await signedIn(bed, first), await signedIn(bed, second)];
        for (const address of addresses) {
          const wrong = wrongOtp(ann.authenticator);
          mustRefuse(await verifyFrom(thief, address, wrong), 401, "invalid_otp");
        }
        for (const address of addresses) {
          const reply = await verifyFrom(browser, address, ben.authenticator.code());
          mustRefuse(reply, 429, "too_many_attempts");
        }
        // The neighbours are other clients, and have budgets of their own.
        const neighbour = ["2001:db8:7:2::1", "::ffff:203.0.113.6"][index] ?? "";
        mustAccept(await verifyFrom(browser, neighbour, ben.authenticator.code()));
      }
    },
  },
];
