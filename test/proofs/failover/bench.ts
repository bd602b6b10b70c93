import type { SecondFactorEngine } from "@second-factor/core";
import type { Records } from "@second-factor/core/stores";
import { migrate } from "@second-factor/sql";
import { startPostgres } from "../../servers/index.js";
import { bankEngine } from "../bank/bank-engine.js";
import { startFleet } from "../bank/fleet.js";
import { openRecords } from "../bank/open-records.js";
import { openStores } from "../bank/open-stores.js";
import { type RunningRedis, startRedisKind } from "../bank/start-redis.js";
import type { StoresAt } from "../bank/stores-at.js";
import { importUser, type User } from "../load/users.js";
import { openVolley, type Volley } from "../load/volley.js";

export const topologies = ["sentinel", "cluster"] as const;
export type Topology = (typeof topologies)[number];

export type Decides = StoresAt["decides"];

/** Seconds. Four minutes otherwise: a hundred failovers would be seven hours of fences. */
export const replayMemory = 3;

export const processes = 4;
const connectionsEach = 50;
export const submissions = processes * connectionsEach;
/** How long a client waits for a reply, in milliseconds. */
const patience = 10_000;

const asideNames = ["bystanders", "again", "probes"] as const;
type Aside = (typeof asideNames)[number];

/** Everything one topology is tried with, running. */
export interface Bench {
  readonly redis: RunningRedis;
  readonly decides: Decides;
  readonly engine: SecondFactorEngine;
  /** Enrolled just now. */
  freshUser(name: string): Promise<User>;
  readonly records: Records;
  /** For the bursts. */
  readonly volley: Volley;
  /** One connection to each process and for each task, for what comes one after the other. */
  readonly asides: Readonly<Record<Aside, Volley>>;
  close(): Promise<void>;
}

export async function startBench(topology: Topology, decides: Decides): Promise<Bench> {
  const closing: Array<() => Promise<void> | void> = [];
  async function close(): Promise<void> {
    for (const end of closing.splice(0).reverse()) await end();
  }
  try {
    const redis = await startRedisKind[topology](decides);
    closing.push(redis.close);
    const postgres = await startPostgres();
    closing.push(postgres.close);
    const storesAt: StoresAt = {
      records: { postgres: await postgres.createDatabase() },
      redis: redis.at,
      decides,
      memorySeconds: replayMemory,
      deadlineMilliseconds: 1000,
    };
    const laying = await openRecords(storesAt);
    await migrate(laying.database);
    await laying.close();
    const stores = await openStores(storesAt);
    closing.push(stores.close);
    const fleet = await startFleet(processes, storesAt);
    closing.push(fleet.close);
    const volley = await openVolley(fleet.ports, connectionsEach, patience);
    closing.push(volley.close);
    const asides = {} as Record<Aside, Volley>;
    for (const name of asideNames) {
      asides[name] = await openVolley(fleet.ports, 1, patience);
      closing.push(asides[name].close);
    }
    const engine = bankEngine(stores);
    let users = 0;
    return {
      redis,
      decides,
      engine,
      async freshUser(name) {
        users += 1;
        return importUser(engine, `${name}-${users}`, users);
      },
      records: stores.records.forNamespace("default"),
      volley,
      asides,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
