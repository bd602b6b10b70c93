import assert from "node:assert/strict";
import { wrongOtp, wrongRecoveryCode, wrongRun } from "../../attacker/guesses.js";
import { enrolled, redeem, signedIn } from "../../attacker/sign-in.js";
import { liftFence } from "../replay-fence.js";
import type { ServerCase } from "../server-case.js";

/** As long as the bank lets a name be. */
const longName = `a${"z".repeat(63)}`;

export const manyKeysCases: readonly ServerCase[] = [
  {
    id: "DOS-09",
    title: "keys that grow with what is asked",
    gate: false,
    async attack(scene) {
      const redis = await scene.redis();
      const { limits, replay } = scene.stores(redis.port);
      const bed = await scene.bed({ limits, replay });
      await liftFence(replay, [redis]);
      const ours = async () => (await redis.command("KEYS", "second-factor:*")) as string[];
      const { authenticator, authenticatorId } = await enrolled(bed, longName);
      const thief = await signedIn(bed, longName);
      const browser = await signedIn(bed, longName);
      assert.equal((await browser.verify(authenticator.code())).status, 200);

      async function askForEverything(round: number): Promise<void> {
        await thief.verify(wrongOtp(authenticator));
        await thief.verify(wrongRun(authenticator, 2));
        await thief.verify(wrongRun(authenticator, 3));
        await redeem(thief, wrongRecoveryCode(round));
        const named = { otp: "123456", authenticatorId: `${authenticatorId}${round}` };
        await thief.request("POST", "/2fa/verify", { json: named });
        await thief.request("POST", `/2fa/totp/enrollments/none-${round}/confirm`, {
          json: { otp: "123456" },
        });
      }
      await askForEverything(0);
      const before = (await ours()).length;
      const rounds = Array.from({ length: 100 }, (_, round) => askForEverything(round + 1));
      await Promise.all(rounds);
      const keys = await ours();
      assert.equal(keys.length, before, "a hundred times as much, and no more keys");
      const ofOne = keys.filter((key) => !/\{mark\}|replay:\{\d+\}$/.test(key));
      assert.ok(ofOne.length <= 8, `a key for each budget and one for the steps: ${ofOne}`);
      for (const key of keys) {
        assert.ok(key.length <= 160, `${key.length} characters: ${key}`);
        assert.ok(!key.includes(longName), "no account is named");
        const bytes = Number(await redis.command("MEMORY", "USAGE", key));
        assert.ok(bytes < 1024, `${bytes} bytes: ${key}`);
      }

      // Nor with names that nobody has: without a sign-in nothing is ever asked.
      for (let index = 0; index < 20; index += 1) {
        await bed.client().verify("123456");
      }
      assert.equal((await ours()).length, keys.length);
    },
  },
];
