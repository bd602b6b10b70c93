import { RedisFault, redisLimits } from "@second-factor/redis";
import { Redis } from "@upstash/redis";
import { expect, it } from "vitest";
import { startProxy, startRedis, startUpstash } from "../../servers/index.js";

const budget = { name: "second-factor:faults", points: 5, durationSeconds: 900 };

it("sends nothing again to Upstash whose reply was cut off", async () => {
  const redis = await startRedis();
  const upstash = await startUpstash({ port: redis.port });
  const proxy = await startProxy(upstash.port);
  const url = `http://127.0.0.1:${proxy.port}`;
  const client = new Redis({ url, token: upstash.token, retry: { retries: 0 } });
  const limiter = redisLimits(client).limiter(budget, { now: Date.now });
  try {
    await limiter.consume("ada");
    const before = upstash.requests;
    proxy.loseReplies(true);
    const cut = limiter.consume("ada");
    cut.catch(() => undefined);
    while ((await redis.command("GET", `${budget.name}:ada`)) === "1");
    proxy.loseReplies(false);
    proxy.cutAll();
    await expect(cut, "a reply that was cut off").rejects.toThrow(RedisFault);
    expect(upstash.requests - before, "requests for one try").toBe(1);
    expect((await limiter.consume("ada")).consumedPoints, "points after three tries").toBe(3);
  } finally {
    await proxy.close();
    await upstash.close();
    await redis.close();
  }
});
