// The module that the command line loads in these tests; everything comes from the environment, as in an app.
import { appendFile } from "node:fs/promises";
import type { CommandLineConfig } from "@second-factor/cli";
import {
  keyRing,
  localMasterKey,
  type SecondFactorOptions,
  wrappedKeyRing,
} from "@second-factor/core";
import { redisLimits } from "@second-factor/redis";
import { migrate, openLibsql, postgresDatabase, sqlLimits, sqlRecords } from "@second-factor/sql";
import { Redis } from "ioredis6";
import pg from "pg";
import { pausingRecords } from "./pausing-records.js";

const { DATABASE = "", REDIS, EVENTS, PAUSE, SECOND_FACTOR_KEYS = "" } = process.env;
const { MASTER_A, MASTER_B } = process.env;
const pool = DATABASE.startsWith("postgres:")
  ? new pg.Pool({ connectionString: DATABASE, max: 4 })
  : null;
export const database = pool === null ? await openLibsql(DATABASE) : postgresDatabase(pool);
if (process.env.MIGRATE !== "no") await migrate(database);
if (process.env.SYNCHRONOUS === "off" && database.dialect === "sqlite")
  await database.query({ text: "PRAGMA synchronous = OFF", values: [], returns: "changes" });
const redis = REDIS === undefined ? null : new Redis(REDIS, { lazyConnect: true });
const redisStore = redis === null ? null : redisLimits(redis);

const records = sqlRecords(database);

export const masterKeys = (() => ({
  a: localMasterKey(MASTER_A),
  b: localMasterKey(MASTER_B),
})) satisfies CommandLineConfig["masterKeys"];

export const options = (): SecondFactorOptions => ({
  issuer: "Bank",
  basePath: "/2fa",
  trustedOrigins: ["https://bank.example"],
  keys: SECOND_FACTOR_KEYS.includes("@")
    ? wrappedKeyRing(SECOND_FACTOR_KEYS, { masterKeys: masterKeys() })
    : keyRing(SECOND_FACTOR_KEYS),
  records: PAUSE === undefined ? records : pausingRecords(records, Number(PAUSE)),
  storeDeadlineMilliseconds: 30_000,
  limits: redisStore ?? sqlLimits(database),
  ...(EVENTS !== undefined && {
    events: (event) => appendFile(EVENTS, `${JSON.stringify(event)}\n`),
  }),
});

export async function close(): Promise<void> {
  redisStore?.close();
  redis?.disconnect();
  await pool?.end();
}
