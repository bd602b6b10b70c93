import type { StoreFinding } from "@second-factor/core/stores";
import { type RedisClient, redisLimits, redisReplay } from "@second-factor/redis";
import { Redis as Ioredis } from "ioredis6";
import { createClient } from "redis6";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freePort, type RedisServer, startRedis } from "../../servers/index.js";

interface Login {
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
}

const libraries: readonly { readonly name: string; create(login: Login): RedisClient }[] = [
  { name: "ioredis", create: (login) => new Ioredis({ ...login, lazyConnect: true }) },
  {
    name: "node-redis",
    create: ({ port, ...credentials }) => createClient({ socket: { port }, ...credentials }),
  },
];

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

async function check(client: RedisClient): Promise<{ limits: Found; replay: Found }> {
  const stores = [redisLimits(client), redisReplay(client)] as const;
  opened.push(...stores);
  const [limits, replay] = await Promise.all(stores.map(async (store) => store.check?.() ?? []));
  return { limits: brief(limits), replay: brief(replay) };
}

type Found = readonly string[];
const brief = (findings: readonly StoreFinding[] = []): Found => {
  all.push(...findings);
  return findings.map(({ severity, code }) => `${severity} ${code}`);
};
const all: StoreFinding[] = [];
const lastFinding = () => all.at(-1);

describe.each(libraries)("check with $name", ({ create }) => {
  const login = (more: Partial<Login> = {}) => create({ port: redis.port, ...more });

  it("finds nothing wrong with a server of its own", async () => {
    expect(await check(login())).toEqual({ limits: [], replay: [] });
  });

  it("names host and port of a server that is not there", async () => {
    const port = await freePort();
    const wrong = ["error store_unreachable"];
    expect(await check(login({ port }))).toEqual({ limits: wrong, replay: wrong });
    expect(lastFinding()?.problem).toMatch(new RegExp(`localhost:${port}.*ECONNREFUSED`));
  });

  it("says that credentials are refused, and never which", async () => {
    const wrong = ["error store_credentials_refused"];
    const secret = "a-password-that-nobody-has";
    expect(await check(login({ username: "somebody", password: secret }))).toEqual({
      limits: wrong,
      replay: wrong,
    });
    await redis.command("CONFIG", "SET", "requirepass", "another-password");
    try {
      expect(await check(login())).toEqual({ limits: wrong, replay: wrong });
      expect(await check(login({ password: secret }))).toEqual({ limits: wrong, replay: wrong });
    } finally {
      await redis.restart();
    }
    const text = JSON.stringify(all);
    expect(text).not.toContain(secret);
    expect(text).not.toContain("somebody");
  });

  it("says what a user without the permissions lacks", async () => {
    const rules = "on >secret ~second-factor:* +@connection +info".split(" ");
    await redis.command("ACL", "SETUSER", "reader", "reset", ...rules);
    const wrong = ["error store_credentials_refused"];
    expect(await check(login({ username: "reader", password: "secret" }))).toEqual({
      limits: wrong,
      replay: wrong,
    });
    const granted = "+@read +@write +@scripting +info +time".split(" ");
    await redis.command("ACL", "SETUSER", "reader", ...granted);
    expect(await check(login({ username: "reader", password: "secret" }))).toEqual({
      limits: [],
      replay: [],
    });
    expect(lastFinding()?.remedy, "the rule that was just shown to be enough").toContain(
      ["~second-factor:*", ...granted].join(" "),
    );
  });

  it("does without INFO for limits, and not for replay", async () => {
    const rules = "on >secret ~second-factor:* +@connection +@read +@write +@scripting".split(" ");
    await redis.command("ACL", "SETUSER", "blind", "reset", ...rules, "-info");
    expect(await check(login({ username: "blind", password: "secret" }))).toEqual({
      limits: ["warning store_credentials_refused"],
      replay: ["error store_credentials_refused"],
    });
  });

  it("finds a policy that throws keys out", async () => {
    await redis.command("CONFIG", "SET", "maxmemory", "100mb");
    await redis.command("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
    try {
      expect(await check(login())).toEqual({
        limits: ["warning store_may_forget"],
        replay: ["error store_may_forget"],
      });
      expect(lastFinding()).toMatchObject({
        problem: expect.stringContaining("maxmemory-policy is volatile-lru"),
        remedy: "CONFIG SET maxmemory-policy noeviction.",
      });
      await redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
      expect(await check(login())).toEqual({ limits: [], replay: [] });
    } finally {
      await redis.command("CONFIG", "SET", "maxmemory", "0");
      await redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
    }
  });

  it("finds that a primary writes without its replicas, and that a replica takes no writes", async () => {
    const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${redis.port}` } });
    const wait = async () => redis.command("WAIT", 1, 20_000);
    try {
      await redis.command("SET", "other", "value");
      expect(await wait(), "replicas that follow").toBe(1);
      expect(await check(login()), "min-replicas-to-write 0").toEqual({
        limits: ["warning store_may_lose"],
        replay: ["error store_may_lose"],
      });
      await redis.command("CONFIG", "SET", "min-replicas-to-write", "1");
      expect(await check(login()), "min-replicas-to-write 1").toEqual({ limits: [], replay: [] });
      await redis.command("CONFIG", "SET", "min-replicas-max-lag", "600");
      expect(await check(login()), "a lag of ten minutes").toEqual({
        limits: [],
        replay: ["error store_may_lose"],
      });
      await redis.command("ACL", "SETUSER", "app", "on", ">secret", "~*", "+@all", "-config");
      expect(
        await check(login({ username: "app", password: "secret" })),
        "CONFIG is not allowed",
      ).toEqual({ limits: [], replay: ["warning store_may_lose"] });

      const readOnly = ["error store_read_only"];
      expect(await check(login({ port: replica.port })), "a replica").toEqual({
        limits: readOnly,
        replay: readOnly,
      });
      await replica.stop();
      await redis.command("CONFIG", "SET", "min-replicas-max-lag", "1");
      await expect
        .poll(() => redis.command("SET", "other", "value").catch(String), { timeout: 20_000 })
        .toContain("NOREPLICAS");
      expect(await check(login()), "too few replicas").toEqual({
        limits: readOnly,
        replay: readOnly,
      });
    } finally {
      await redis.command("CONFIG", "SET", "min-replicas-to-write", "0");
      await redis.command("CONFIG", "SET", "min-replicas-max-lag", "10");
      await replica.close();
    }
  });
});
