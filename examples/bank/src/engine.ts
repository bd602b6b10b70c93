import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createSecondFactor,
  memoryLimits,
  type RecordsStore,
  type SecondFactorEngine,
  type SecondFactorOptions,
  type Subject,
} from "@second-factor/core";
import { htmlPages } from "@second-factor/pages";
import { migrate, openLibsql, sqlRecords } from "@second-factor/sql";
import { developmentKeyRing } from "./key-file.js";
import { theme } from "./theme.js";

/** Where the routes are mounted, in every framework. */
export const basePath = "/2fa";

/** Tests bring their own clock, stores and keys. There is no option that leaves a check out. */
export interface BankEngineOptions
  extends Partial<
    Pick<
      SecondFactorOptions,
      "issuer" | "clock" | "records" | "limits" | "keys" | "events" | "notifier" | "warn"
    >
  > {
  readonly trustedOrigins: readonly string[];
  /** For the records and the key ring. Default ".data". */
  readonly dataDir?: string;
}

export async function createBankEngine(options: BankEngineOptions): Promise<SecondFactorEngine> {
  const { dataDir = ".data", records, keys, ...given } = options;
  const engine = createSecondFactor({
    issuer: "Harbour Bank",
    limits: memoryLimits(),
    ...given,
    basePath,
    keys: keys ?? (await developmentKeyRing(dataDir)),
    records: records ?? (await sqliteRecords(dataDir)),
    // Plain HTTP and memory limits are for a developer's machine; with NODE_ENV=production the engine refuses them.
    development: process.env.NODE_ENV !== "production",
    policy: secondFactorPolicy,
    pages: htmlPages({ theme }),
    signInPath: "/",
    afterPath: "/account",
  });
  await engine.ready();
  return engine;
}

/** Whoever administers the bank must have a second factor, all others may. */
function secondFactorPolicy({ roles = [] }: Subject): "required" | "optional" {
  return roles.includes("admin") ? "required" : "optional";
}

/** In a file, so that a restart does not switch anyone's second factor off. */
async function sqliteRecords(dataDir: string): Promise<RecordsStore> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(resolve(dataDir), "second-factor.db");
  const database = await openLibsql(pathToFileURL(file).href);
  await migrate(database);
  return sqlRecords(database);
}
