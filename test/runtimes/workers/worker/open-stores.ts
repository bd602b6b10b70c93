import {
  durableObjectLimits,
  durableObjectReplay,
  type SecondFactorNamespace,
} from "@second-factor/cloudflare";
import type { Limits } from "@second-factor/core/stores";
import { d1Database, migrate, sqlRecords } from "@second-factor/sql";
import type { Openers } from "../suites.js";
import type { Env } from "./env.js";
import { kvRecords } from "./kv-records.js";

/** Each opener gives two clients of one empty store. */
export function openStores(env: Env): Openers {
  return {
    async limits() {
      const objects = freshObjects(env);
      const limits = [durableObjectLimits(objects), durableObjectLimits(objects)];
      return { limits, close: nothing };
    },
    async limitsByTheClock() {
      const objects = freshObjects(env);
      const limits = [durableObjectLimits(objects), durableObjectLimits(objects)];
      return { limits: limits.map(byTheClock), close: setClockRight };
    },
    async replay() {
      const objects = freshObjects(env);
      const stores = [durableObjectReplay(objects), durableObjectReplay(objects)];
      return { stores, close: nothing };
    },
    async recordsOnD1() {
      const databases = [d1Database(env.DB), d1Database(env.DB)] as const;
      await migrate(databases[0]);
      const tables = ["subjects", "authenticators", "recovery_codes", "revoked_marks", "accounts"];
      const empty = (table: string) => env.DB.prepare(`DELETE FROM second_factor_${table}`);
      await env.DB.batch(tables.map(empty));
      return { stores: databases.map(sqlRecords), close: nothing };
    },
    async recordsOnWorkersKv() {
      const prefix = unused();
      return { stores: [kvRecords(env.KV, prefix), kvRecords(env.KV, prefix)], close: nothing };
    },
  };
}

let opened = 0;
function unused(): string {
  opened += 1;
  return `${opened} `;
}

async function nothing(): Promise<void> {}

/** The same objects under names of their own: as good as an empty store. */
function freshObjects({ SECOND_FACTOR: all }: Env): SecondFactorNamespace {
  const prefix = unused();
  return { idFromName: (name) => all.idFromName(prefix + name), get: (id) => all.get(id) };
}

const realNow = Date.now;

/** The object asks `Date.now()` and nothing else, which goes by the clock of the contract here. */
function byTheClock(limits: Limits): Limits {
  return {
    ...limits,
    limiter(budget, clock) {
      // From the present on: an alarm in the past would ring again and again.
      const ahead = realNow() - clock.now();
      Date.now = () => clock.now() + ahead;
      return limits.limiter(budget, clock);
    },
  };
}

async function setClockRight(): Promise<void> {
  Date.now = realNow;
}
