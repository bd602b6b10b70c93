import {
  migrate,
  type PostgresDatabase,
  type PostgresOptions,
  postgresDatabase,
} from "@second-factor/sql";
import pg from "pg";
import type { PostgresServer } from "../../servers/postgres-server.js";

export interface OpenedPostgres {
  readonly url: string;
  /** Over a pool each. */
  readonly databases: readonly PostgresDatabase[];
  readonly pools: readonly pg.Pool[];
  /** Beside the pools, over a connection of its own. */
  run(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** What is tested is who wins, not how long a crowded test machine takes. */
export const patient: PostgresOptions = { deadlineMilliseconds: 30_000 };

/** A database of its own with the tables laid, through two pools. */
export async function openPostgres(
  server: PostgresServer,
  options: PostgresOptions = patient,
  pool: pg.PoolConfig = {},
): Promise<OpenedPostgres> {
  const connectionString = await server.createDatabase();
  const pools = [1, 2].map(() => new pg.Pool({ connectionString, max: 10, ...pool }));
  const databases = pools.map((each) => postgresDatabase(each, options));
  const beside = new pg.Client({ connectionString });
  beside.on("error", () => {});
  await beside.connect();
  await migrate(databases[0] as PostgresDatabase);
  return {
    url: connectionString,
    databases,
    pools,
    run: (text, values) => beside.query(text, values),
    async empty() {
      await beside.query(
        `TRUNCATE second_factor_subjects, second_factor_authenticators, second_factor_recovery_codes,
          second_factor_revoked_marks, second_factor_accounts, second_factor_limits`,
      );
    },
    async close() {
      await Promise.all([...pools.map((each) => each.end()), beside.end()]);
    },
  };
}
