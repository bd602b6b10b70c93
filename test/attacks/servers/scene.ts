import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Records, RecordsStore, SecondFactorOptions } from "@second-factor/core";
import { type PostgresServer, type RedisServer, startRedis } from "../../servers/index.js";
import type { Testbed, TestbedOptions, VariantName } from "../../testbed/index.js";
import type { Mutant } from "../attack-case.js";
import { bundleMutant, loadSources } from "../mutate.js";
import { type Members, startMembers } from "../processes/members.js";
import { redisAt } from "./redis-at.js";
import { patience, postgresStores, type RedisStores, redisStores } from "./stores.js";

type House = typeof import("./house.js");
type RedisClient = Parameters<House["redisLimits"]>[0];

/** Servers and the apps on them, all of one build, until the scene is closed. */
export interface Scene {
  readonly house: House;
  redis(settings?: Readonly<Record<string, string | number>>): Promise<RedisServer>;
  /** On the Redis at that port, or at whatever a client leads to. */
  stores(redis: number | RedisClient, deadlineMilliseconds?: number): RedisStores;
  /** In a database of their own. */
  records(): Promise<RecordsStore>;
  bed(engine: Partial<SecondFactorOptions>, options?: TestbedOptions): Promise<Testbed>;
  /** Processes that share that Redis and a database of their own. */
  fleet(redis: RedisServer, skewSeconds: readonly number[]): Promise<Fleet>;
  /** Keeps what has to be closed with the scene: last in, first out. */
  keep<T extends { close(): unknown }>(kept: T): T;
}

export interface Fleet extends Members {
  readonly records: Records;
}

export interface Build {
  readonly house: House;
  /** The program of one process. */
  program(): Promise<string>;
}

const houseFile = fileURLToPath(new URL("house.ts", import.meta.url));
const serveFile = fileURLToPath(new URL("serve.ts", import.meta.url));

/** The sources with a mutant. */
export async function buildMutant(id: string, mutant: Mutant): Promise<Build> {
  const house = await loadSources<House>(houseFile, `house-${id}`, mutant);
  return { house, program: () => bundleMutant(serveFile, `serve-${id}`, mutant) };
}

/** The sources as they are. */
export async function buildSources(): Promise<Build> {
  const house = await import("./house.js");
  return { house, program: () => bundleMutant(serveFile, "serve") };
}

export async function withScene(
  build: Build,
  postgres: PostgresServer,
  variant: VariantName,
  play: (scene: Scene) => Promise<void>,
): Promise<void> {
  const kept: Array<{ close(): unknown }> = [];
  const keep: Scene["keep"] = (one) => {
    kept.push(one);
    return one;
  };
  try {
    await play(createScene(build, postgres, variant, keep));
  } finally {
    for (const one of kept.reverse()) await one.close();
  }
}

function createScene(
  { house, program }: Build,
  postgres: PostgresServer,
  variant: VariantName,
  keep: Scene["keep"],
): Scene {
  async function openDatabase() {
    const url = await postgres.createDatabase();
    const stores = keep(postgresStores(house, url));
    await stores.migrate();
    return { url, records: stores.records };
  }

  return {
    house,
    keep,
    redis: async (settings = {}) => keep(await startRedis({ settings })),
    stores(redis, deadlineMilliseconds = patience) {
      const client = typeof redis === "number" ? redisAt(redis) : redis;
      return keep(redisStores(house, client, deadlineMilliseconds));
    },
    records: async () => (await openDatabase()).records,
    async bed(engine, options) {
      const found = house.variants.find(({ name }) => name === variant);
      if (found === undefined) throw new Error(`there is no variant ${variant}`);
      const all = { storeDeadlineMilliseconds: patience, ...engine };
      return keep(await found.start({ ...options, engine: all }));
    },
    async fleet(redis, skewSeconds) {
      const { url, records } = await openDatabase();
      const file = await program();
      keep({ close: () => rmSync(file, { force: true }) });
      const env = { REDIS_PORT: String(redis.port), DATABASE_URL: url };
      const members = keep(await startMembers(file, env, skewSeconds));
      return { ...members, records: records.forNamespace("default") };
    },
  };
}
