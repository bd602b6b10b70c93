import { setTimeout as wait } from "node:timers/promises";
import type { RawReply } from "../load/connection.js";
import { type User, verifications } from "../load/users.js";
import type { Bench } from "./bench.js";
import { decidingKey } from "./deciding-key.js";

const mostMilliseconds = 30_000;

export interface Back {
  /** Since the kill; infinite where nobody got in. */
  readonly milliseconds: number;
  readonly replies: readonly RawReply[];
}

/** Lets one new user after the other try, all of that share, until one gets in. */
export async function untilBack(bench: Bench, share: number, killedAt: number): Promise<Back> {
  const replies: RawReply[] = [];
  for (;;) {
    const user = await userOf(bench, share);
    const attempt = verifications(user, [user.app.code()], "plain");
    const [reply] = await bench.asides.probes.fire(attempt);
    if (reply !== undefined) replies.push(reply);
    const milliseconds = performance.now() - killedAt;
    if (reply?.status === 200) return { milliseconds, replies };
    if (milliseconds > mostMilliseconds) return { milliseconds: Number.POSITIVE_INFINITY, replies };
    await wait(100);
  }
}

/** Users whose keys are elsewhere notice nothing. */
async function userOf({ freshUser, redis, decides }: Bench, share: number): Promise<User> {
  for (;;) {
    const user = await freshUser("probe");
    if (redis.shareOf(decidingKey(decides, user)) === share) return user;
  }
}
