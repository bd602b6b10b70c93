import { setTimeout as wait } from "node:timers/promises";
import type { RedisServer } from "../../servers/index.js";
import { codeAt, repeat, verifications } from "../load/users.js";
import type { Bench } from "./bench.js";
import { decidingKey } from "./deciding-key.js";
import { type FailoverResult, judge } from "./judge.js";
import { keepSubmitting } from "./keep-submitting.js";
import { untilBack } from "./until-back.js";

export interface OneFailover {
  readonly result: FailoverResult;
  /** Why the servers were not together again afterwards; null where they are. */
  readonly apart: unknown;
}

/**
 * Submits one code 200 times at once, kills the primary that has the user's keys in the middle of it, and goes on
 * submitting that code, until the service is back and once more when the killed server is. Meanwhile others verify.
 */
export async function oneFailover(bench: Bench, killAfter: number): Promise<OneFailover> {
  const { redis, decides, volley, asides, records } = bench;
  const user = await bench.freshUser("owner");
  const key = decidingKey(decides, user);
  const primary = await redis.primaryOf(key);
  const bystanders = keepSubmitting(asides.bystanders, 50, async () => {
    const bystander = await bench.freshUser("bystander");
    return verifications(bystander, [bystander.app.code()], "plain");
  });

  const otp = user.app.code();
  const submissions = (count: number) => verifications(user, repeat(otp, count), "lifted");
  const release = await volley.load(submissions(volley.size));
  const since = performance.now();
  const burst = release();
  await wait(killAfter);
  const killedAt = performance.now();
  await primary.kill();

  const again = keepSubmitting(asides.again, 150, async () => submissions(1));
  const back = await untilBack(bench, redis.shareOf(key), killedAt);
  const replies = await burst;
  const repeated = [...(await again.stop()), ...(await asides.again.fire(submissions(4)))];
  const others = [...(await bystanders.stop()), ...back.replies];
  const apart = await rejoin(bench, primary);
  if (apart === null) repeated.push(...(await asides.again.fire(submissions(4))));

  const { authenticators } = await records.load(user.subject);
  const result = judge({
    killedAfter: killedAt - since,
    back: back.milliseconds,
    burst: replies,
    repeated,
    others,
    stands: codeAt(user, authenticators[0]?.lastStep) === otp,
  });
  return { result, apart };
}

async function rejoin({ redis }: Bench, killed: RedisServer): Promise<unknown> {
  try {
    await killed.restart();
    await redis.ready();
    return null;
  } catch (error) {
    return error;
  }
}
