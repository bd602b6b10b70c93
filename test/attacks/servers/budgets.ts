import assert from "node:assert/strict";
import type { RedisServer } from "../../servers/index.js";
import type { Client, Testbed } from "../../testbed/index.js";
import type { Scene } from "./scene.js";

export const spent = "too_many_attempts";

/** How many of these codes are compared before the account's budget is spent. */
export async function guess(thief: Client, otps: readonly string[]): Promise<number> {
  for (const [compared, otp] of otps.entries()) {
    const reply = await thief.clone().verify(otp);
    if (reply.status === 429) return compared;
    assert.equal(reply.status, 401, reply.text);
  }
  return otps.length;
}

/** Our keys but for the marks, which are one a server and say how long it has remembered. */
export async function budgetKeys(redis: RedisServer): Promise<string[]> {
  const keys = (await redis.command("KEYS", "second-factor:*")) as string[];
  return keys.filter((key) => !key.includes("{mark}"));
}

/** An app whose budgets are in that Redis. */
export async function startBed(
  scene: Scene,
  redis: RedisServer,
  namespace?: string,
): Promise<Testbed> {
  const { limits } = scene.stores(redis.port);
  return scene.bed({ limits, ...(namespace !== undefined && { namespace }) });
}
