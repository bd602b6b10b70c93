import assert from "node:assert/strict";
import type { Client } from "../../../testbed/index.js";
import { wrongOtps } from "../../attacker/guesses.js";
import { byStatus, mustHaveNoOutage } from "../../attacker/outcomes.js";
import { signedIn } from "../../attacker/sign-in.js";
import { submitAtOnce } from "../last-byte.js";
import type { Fleet, Scene } from "../scene.js";
import type { ServerCase } from "../server-case.js";

/** Their clocks differ; what they share must not care. */
const skews = [-9, -6, -3, 0, 0, 3, 6, 9];
const parallel = 200;
const rounds = 3;

async function startFleet(scene: Scene): Promise<Fleet> {
  return scene.fleet(await scene.redis(), skews);
}

interface SignedIn {
  readonly port: number;
  readonly browser: Client;
}

/** One sign-in at each process: the bank of this test keeps its sessions in the process. */
function signInEverywhere(fleet: Fleet, user: string): Promise<SignedIn[]> {
  return Promise.all(
    fleet.members.map(async (member) => ({
      port: member.port,
      browser: await signedIn(member, user),
    })),
  );
}

export const manyProcessesCases: readonly ServerCase[] = [
  {
    id: "REP-08",
    title: `one valid code ${parallel} times at once over eight processes`,
    gate: true,
    variants: ["express5"],
    async attack(scene) {
      const fleet = await startFleet(scene);
      for (let round = 1; round <= rounds; round += 1) {
        // Somebody new each time: Redis's clock gives no budget back while we wait.
        const user = `rosa-${round}`;
        const { authenticator } = await fleet.members[0]!.client().enroll(user);
        await fleet.advance(60);
        const everywhere = await signInEverywhere(fleet, user);
        const before = await fleet.count("verification.accepted");
        const otp = authenticator.code();
        const replies = await submitAtOnce(
          Array.from({ length: parallel }, (_, index) => ({ ...everywhere[index % 8]!, otp })),
        );
        mustHaveNoOutage(replies);
        const statuses = JSON.stringify(byStatus(replies));
        assert.equal(byStatus(replies)[200], 1, `exactly one in round ${round}: ${statuses}`);
        assert.equal((await fleet.count("verification.accepted")) - before, 1);
      }
    },
    mutant: {
      file: "packages/sql/src/postgres/verification-statements.ts",
      find: "last_step < $4",
      replace: "last_step <= $4",
    },
  },
  {
    id: "BRU-09",
    title: `${parallel} wrong codes at once over eight processes`,
    gate: true,
    variants: ["express5"],
    async attack(scene) {
      const fleet = await startFleet(scene);
      const { authenticator } = await fleet.members[0]!.client().enroll("willa");
      await fleet.advance(60);
      const everywhere = await signInEverywhere(fleet, "willa");
      const replies = await submitAtOnce(
        wrongOtps(authenticator, parallel).map((otp, index) => ({
          ...everywhere[index % 8]!,
          otp,
        })),
      );
      assert.deepEqual(byStatus(replies), { 401: 5, 429: parallel - 5 }, "the budget, and no more");
      assert.equal(await fleet.count("verification.invalid"), 5, "compared");
      assert.equal((await fleet.records.load("willa")).failures.count, 5, "counted");
    },
    // Looked at first and counted afterwards.
    mutant: {
      file: "packages/redis/src/limits/redis-limits.ts",
      find: "return limiter.consume(key);",
      replace: `return limiter.get(key).then((state) => {
        if (state !== null && state.remainingPoints < 1) throw state;
        limiter.consume(key).catch(() => undefined);
        return state ?? { remainingPoints: points, consumedPoints: 0, msBeforeNext: 1 };
      });`,
    },
  },
];
