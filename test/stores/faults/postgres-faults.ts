import pg from "pg";
import type { Fault } from "./fault.js";
import type { Ground } from "./ground.js";

const postgresFault = (fault: Omit<Fault, "store">): Fault => ({ store: "postgres", ...fault });

/** A session of somebody else's, for the fault's time. */
const intruders = new WeakMap<Ground, pg.Client>();

async function intrude(ground: Ground): Promise<pg.Client> {
  const intruder = new pg.Client(ground.databaseUrl);
  await intruder.connect();
  intruders.set(ground, intruder);
  return intruder;
}

const held = new WeakMap<Ground, readonly pg.PoolClient[]>();

export const postgresFaults: readonly Fault[] = [
  postgresFault({
    name: "stopped, so that connections are refused",
    effect: "outage",
    begin: ({ postgres }) => postgres.stop(),
    end: ({ postgres }) => postgres.restart(),
  }),
  postgresFault({
    name: "SIGKILL and a restart",
    effect: "moment",
    async begin({ postgres }) {
      await postgres.kill();
      await postgres.restart();
    },
    end: async () => {},
  }),
  postgresFault({
    name: "SIGSTOP",
    effect: "unknown",
    begin: async ({ postgres }) => postgres.pause(),
    end: async ({ postgres }) => postgres.resume(),
  }),
  postgresFault({
    name: "every session ended by an administrator",
    effect: "moment",
    async begin(ground) {
      const intruder = await intrude(ground);
      await intruder.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    },
    end: async (ground) => void (await intruders.get(ground)?.end()),
  }),
  postgresFault({
    name: "the tables locked by another session",
    effect: "unknown",
    async begin(ground) {
      const intruder = await intrude(ground);
      await intruder.query("BEGIN");
      await intruder.query("LOCK TABLE second_factor_subjects IN ACCESS EXCLUSIVE MODE");
    },
    async end(ground) {
      await intruders.get(ground)?.query("ROLLBACK");
      await intruders.get(ground)?.end();
    },
  }),
  postgresFault({
    name: "every connection of the pool taken by the app itself",
    effect: "unknown",
    async begin(ground) {
      const { pool } = ground;
      const all = Array.from({ length: pool.options.max }, () => pool.connect());
      held.set(ground, await Promise.all(all));
    },
    async end(ground) {
      for (const client of held.get(ground) ?? []) client.release();
    },
  }),
];
