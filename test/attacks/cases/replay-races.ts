import assert from "node:assert/strict";
import type { Client, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { byStatus, mustHaveNoOutage } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { slowStores } from "../attacker/slow-stores.js";

const parallel = 200;

/** The same valid code at once from everywhere: exactly one may get in. */
async function submitAtOnce(bed: Testbed, browsers: readonly Client[], otp: string): Promise<void> {
  const replies = await Promise.all(browsers.map((browser) => browser.verify(otp)));
  mustHaveNoOutage(replies);
  const statuses = byStatus(replies);
  assert.equal(statuses[200], 1, `exactly one gets in: ${JSON.stringify(statuses)}`);
  assert.equal((statuses[401] ?? 0) + (statuses[429] ?? 0), parallel - 1);
  assert.equal(bed.events.filter(({ type }) => type === "verification.accepted").length, 1);
}

/** Over records that take their time, as a database does: several requests have read the row before one writes it. */
export const replayRaceCases: readonly AttackCase[] = [
  {
    id: "REP-06",
    title: "one valid code 200 times at once from one session",
    gate: true,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const alice = await enrolled(bed, "alice");
        const browser = await signedIn(bed, "alice");
        const browsers = Array.from({ length: parallel }, () => browser.clone());
        await submitAtOnce(bed, browsers, alice.authenticator.code());
      }),
    mutant: {
      file: "packages/core/src/stores/memory-records.ts",
      find: "held.lastStep < first ?",
      replace: "held.lastStep <= first ?",
    },
  },
  {
    id: "REP-07",
    title: "one valid code 200 times at once, each from a sign-in of its own",
    gate: true,
    attack: (base) =>
      withBed(base, slowStores(base), async (bed) => {
        const alice = await enrolled(bed, "alice");
        const browsers = await Promise.all(
          Array.from({ length: parallel }, () => signedIn(bed, "alice")),
        );
        await submitAtOnce(bed, browsers, alice.authenticator.code());
      }),
    // That the row answered is taken for its yes.
    mutant: {
      file: "packages/core/src/verification/accept-matches.ts",
      find: "if (verdicts[0] !== true) return null;",
      replace: "if (verdicts[0] === undefined) return null;",
    },
  },
];
