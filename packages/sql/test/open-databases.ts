import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client";
import {
  type D1Binding,
  d1Database,
  migrate,
  type NodeSqliteConnection,
  nodeSqliteDatabase,
  openLibsql,
  type SqliteDatabase,
} from "@second-factor/sql";

export interface OpenedDatabases {
  readonly databases: readonly SqliteDatabase[];
  close(): Promise<void>;
}

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "second-factor-sql-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export async function openFile(clients = 2): Promise<OpenedDatabases> {
  const folder = await temporaryFolder();
  const url = `file:${join(folder.path, "records.db")}`;
  const databases = await Promise.all(Array.from({ length: clients }, () => openLibsql(url)));
  await Promise.all(databases.map(migrate));
  return {
    databases,
    async close() {
      for (const database of databases) database.close();
      await folder.remove();
    },
  };
}

async function openMemory(): Promise<OpenedDatabases> {
  const database = await openLibsql(":memory:");
  await migrate(database);
  return { databases: [database], close: async () => database.close() };
}

/** What a D1 binding looks like from outside. Whether D1 itself keeps the contract is tested where workerd runs. */
function d1Binding(client: Client): D1Binding {
  const answer = ({ rows, rowsAffected }: { rows: readonly object[]; rowsAffected: number }) => ({
    results: rows,
    meta: { changes: rowsAffected },
  });
  const statement = (sql: string, args: never[]) => ({
    sql,
    args,
    bind: (...values: never[]) => statement(sql, values),
    run: async () => answer(await client.execute({ sql, args })),
  });
  return {
    prepare: (text) => statement(text, []),
    batch: async (statements) => (await client.batch(statements as never, "write")).map(answer),
  };
}

async function openLikeD1(): Promise<OpenedDatabases> {
  const client = createClient({ url: ":memory:" });
  const database = d1Database(d1Binding(client));
  await migrate(database);
  return { databases: [database], close: async () => client.close() };
}

interface Connection extends NodeSqliteConnection {
  close(): void;
}

type Driver = new (path: string) => Connection;

/** From Node 22. */
const nodeSqlite = process.getBuiltinModule?.("node:sqlite" as "node:fs") as unknown as
  | { readonly DatabaseSync: Driver }
  | undefined;

/** The synchronous driver under libSQL's client, with the interface of better-sqlite3. */
const betterSqlite: Driver = createRequire(import.meta.resolve("@libsql/client"))("libsql");

async function openConnections(Driver: Driver): Promise<OpenedDatabases> {
  const folder = await temporaryFolder();
  const connections = [1, 2].map(() => new Driver(join(folder.path, "records.db")));
  for (const connection of connections) {
    connection.exec("PRAGMA busy_timeout = 1000");
    connection.exec("PRAGMA journal_mode = WAL");
  }
  const databases = connections.map(nodeSqliteDatabase);
  await Promise.all(databases.map(migrate));
  return {
    databases,
    async close() {
      for (const connection of connections) connection.close();
      await folder.remove();
    },
  };
}

/** Every way to open a SQLite database that this machine has; two clients of one file where there is a file. */
export const openers: readonly { name: string; open(): Promise<OpenedDatabases> }[] = [
  { name: "libSQL, one file and two clients", open: () => openFile() },
  { name: "libSQL in memory", open: openMemory },
  { name: "D1's interface over libSQL", open: openLikeD1 },
  {
    name: "better-sqlite3's interface, two connections",
    open: () => openConnections(betterSqlite),
  },
  ...(nodeSqlite === undefined
    ? []
    : [
        {
          name: "node:sqlite, two connections",
          open: () => openConnections(nodeSqlite.DatabaseSync),
        },
      ]),
];
