import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { generateWrappedKey, localMasterKey, type ResealSummary } from "@second-factor/core";
import { bankEngine } from "../bank/bank-engine.js";
import { startFleet } from "../bank/fleet.js";
import { type KeysAt, openKeys } from "../bank/keys-at.js";
import { openRecords } from "../bank/open-records.js";
import { openStores, type Stores } from "../bank/open-stores.js";
import type { StoresAt } from "../bank/stores-at.js";
import { enrollAll } from "../exactly-once/enroll.js";
import { startSetting } from "../exactly-once/settings.js";
import { openVolley } from "../load/volley.js";
import { rotateKilled } from "./killed-rotation.js";
import { type People, people } from "./people.js";
import { countByKey, dumpTables } from "./read-tables.js";
import { searchDump } from "./search-dump.js";
import { seedSecrets } from "./seed-secrets.js";
import { startSignIns } from "./sign-in-load.js";

export const storeNames = ["sqlite", "postgres"] as const;
export type StoreName = (typeof storeNames)[number];

export interface RotationResult {
  readonly secrets: number;
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  readonly killedAt: readonly number[];
  readonly summary: ResealSummary;
  readonly verified: number;
  readonly failed: Readonly<Record<string, number>>;
  /** By status: with the new key alone in the ring. */
  readonly signedInAfterwards: Readonly<Record<string, number>>;
  /** How often the processes that people signed in at asked the master key. */
  readonly unwraps: number;
  /** Lines of the dump, and canaries in it. */
  readonly lines: number;
  readonly canaries: number;
  readonly seconds: number;
}

const processes = 2;
const connectionsEach = 4;
const enrolledBesides = 10;

/** Everybody's secret goes from d1 to d2 while people sign in, and the process that does it is killed on its way. */
export async function proveRotation(
  store: StoreName,
  options: { readonly secrets: number; readonly kills: number; readonly pageSize: number },
): Promise<RotationResult> {
  const setting = await startSetting(store, null);
  try {
    const { old, both, fresh } = await makeRings();
    const everybody = people(options.secrets);
    const { database, close } = await openRecords(setting.at);
    try {
      await seedSecrets(
        database,
        openKeys(old, () => undefined),
        everybody,
      );
      const before = await countByKey(database);
      const at: StoresAt = { ...setting.at, ring: both };
      const rotated = await underLoad(at, everybody, () => rotateKilled(at, options));
      const [after, dump] = [await countByKey(database), await dumpTables(database)];
      const signedInAfterwards = await withoutOldKey({ ...at, ring: fresh }, everybody);
      const files = "sqlite" in at.records ? readFiles(at.records.sqlite) : "";
      return {
        secrets: options.secrets,
        before,
        after,
        ...rotated,
        signedInAfterwards,
        lines: dump.split("\n").length,
        // In a file values touch each other, and digits of two of them may make six.
        canaries: searchDump(dump, rotated) + searchDump(files, { ...rotated, codes: new Set() }),
      };
    } finally {
      await close();
    }
  } finally {
    await setting.close();
  }
}

async function makeRings(): Promise<Record<"old" | "both" | "fresh", KeysAt>> {
  const masterKey = `m1:${randomBytes(32).toString("base64")}`;
  const local = localMasterKey(masterKey);
  const d1 = await generateWrappedKey("d1", "proof", local);
  const d2 = await generateWrappedKey("d2", "proof", local);
  const ring = (text: string) => ({ ring: text, masterKey });
  return { old: ring(d1), both: ring(`${d2},${d1}`), fresh: ring(d2) };
}

async function underLoad<T>(at: StoresAt, everybody: People, work: () => Promise<T>) {
  const fleet = await startFleet(processes, at);
  try {
    const volley = await openVolley(fleet.ports, enrolledBesides / processes);
    const names = Array.from({ length: enrolledBesides }, (_, index) => `new-${index}`);
    const recoveryCodes = (await enrollAll(volley, "plain", names, everybody.count)).flat();
    volley.close();
    const range = [0, everybody.count - afterwards(everybody)] as const;
    const load = await startSignIns(fleet.ports, connectionsEach, { people: everybody, range });
    const done = await work().finally(() => load.end());
    const { verified, failed, codes } = await load.ended;
    const { unwrap = 0 } = await fleet.tally();
    return { ...done, verified, failed, codes, recoveryCodes, unwraps: unwrap };
  } finally {
    await fleet.close();
  }
}

/** So many people do not sign in before the old key is gone: what they have is sealed as the rotation left it. */
const afterwards = ({ count }: People) => Math.min(1000, Math.ceil(count / 10));

/** The old key is taken out of the ring: may it be, and does everybody still get in? */
async function withoutOldKey(at: StoresAt, everybody: People): Promise<Record<string, number>> {
  const keys = at.ring && openKeys(at.ring, () => undefined);
  const stores: Stores = await openStores(at);
  try {
    await bankEngine(stores, {
      deadlineMilliseconds: at.deadlineMilliseconds,
      keys,
    }).assertKeyRetired("d1");
  } finally {
    await stores.close();
  }
  const fleet = await startFleet(processes, at);
  try {
    const most = afterwards(everybody);
    const range = [everybody.count - most, everybody.count] as const;
    const options = { people: everybody, range, most };
    const load = await startSignIns(fleet.ports, connectionsEach, options);
    const { verified, failed } = await load.ended;
    return { "200": verified, ...failed };
  } finally {
    await fleet.close();
  }
}

const readFiles = (path: string) =>
  [path, `${path}-wal`]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "latin1"))
    .join("\n");
