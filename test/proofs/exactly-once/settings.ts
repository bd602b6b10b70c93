import { migrate } from "@second-factor/sql";
import { startPostgres } from "../../servers/index.js";
import { temporaryFolder } from "../../servers/temporary-folder.js";
import { openRecords } from "../bank/open-records.js";
import { type RedisKind, startRedisKind } from "../bank/start-redis.js";
import type { StoresAt } from "../bank/stores-at.js";

/** One set of stores, running, with its tables laid. */
export interface Setting {
  readonly at: StoresAt;
  close(): Promise<void>;
}

interface Closing {
  close(): Promise<void> | void;
}

/** Nothing started is left behind where a later one does not start. */
type Start = <Server extends Closing>(starting: Promise<Server> | Server) => Promise<Server>;

const beside = {
  redis: null,
  decides: "row",
  memorySeconds: null,
  // What is shown is who wins, not how long a crowded machine takes.
  deadlineMilliseconds: 30_000,
} as const;

const settings = {
  sqlite: async (start) => ({ records: await sqlite(start), ...beside }),
  postgres: async (start) => ({ records: await postgres(start), ...beside }),
  "redis+postgres": async (start) => ({
    ...beside,
    records: await postgres(start),
    redis: await redis(start, "single", "row"),
  }),
  "replay-single": (start) => replay(start, "single"),
  "replay-sentinel": (start) => replay(start, "sentinel"),
  "replay-cluster": (start) => replay(start, "cluster"),
} as const satisfies Record<string, (start: Start) => Promise<StoresAt>>;

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as SettingName[];

export async function startSetting(
  name: SettingName,
  memorySeconds: number | null,
): Promise<Setting> {
  const started: Closing[] = [];
  const close = async () => {
    await Promise.all(started.reverse().map((server) => server.close()));
  };
  const start: Start = async (starting) => {
    const server = await starting;
    started.push(server);
    return server;
  };
  try {
    const at = { ...(await settings[name](start)), memorySeconds };
    const { database, close: disconnect } = await openRecords(at);
    await migrate(database);
    await disconnect();
    return { at, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function sqlite(start: Start): Promise<StoresAt["records"]> {
  const folder = temporaryFolder("proof");
  await start({ close: () => folder.remove() });
  return { sqlite: `${folder.path}/bank.db` };
}

async function postgres(start: Start): Promise<StoresAt["records"]> {
  // Thousands of commits of no lasting worth; who wins does not hang on the disk.
  const server = await start(startPostgres({ settings: { fsync: "off" } }));
  return { postgres: await server.createDatabase() };
}

async function redis(
  start: Start,
  kind: RedisKind,
  decides: StoresAt["decides"],
): Promise<StoresAt["redis"]> {
  return (await start(startRedisKind[kind](decides))).at;
}

async function replay(start: Start, kind: RedisKind): Promise<StoresAt> {
  return {
    ...beside,
    records: await postgres(start),
    redis: await redis(start, kind, "replay"),
    decides: "replay",
  };
}
