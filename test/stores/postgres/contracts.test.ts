import { sqlLimits, sqlRecords } from "@second-factor/sql";
import { limitsContract, recordsContract } from "@second-factor/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../servers/postgres-server.js";
import { type OpenedPostgres, openPostgres } from "./open-postgres.js";

let server: PostgresServer;
let opened: OpenedPostgres;
beforeAll(async () => {
  server = await startPostgres();
  opened = await openPostgres(server);
});
afterAll(async () => {
  await opened?.close();
  await server?.close();
});

const name = "PostgreSQL, one database and two pools";
const close = async () => {};

recordsContract(
  { describe, it },
  {
    name,
    async open() {
      await opened.empty();
      return { stores: opened.databases.map(sqlRecords), close };
    },
  },
);

limitsContract(
  { describe, it },
  {
    name,
    async open() {
      await opened.empty();
      return { limits: opened.databases.map(sqlLimits), close };
    },
    ownClock: true,
  },
);
