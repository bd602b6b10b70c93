// What a verify costs among a million enrolled subjects against a thousand, on Postgres and on SQLite. Both databases
// take turns verify by verify, so that a slow moment slows both; the subjects that verify are spread over all of them.
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryLimits } from "@second-factor/core";
import { migrate, openLibsql, postgresDatabase, sqlRecords } from "@second-factor/sql";
import pg from "pg";
import { codeFor } from "./lib/code.mjs";
import { inProcess } from "./lib/in-process.mjs";
import { median, printTable } from "./lib/measure.mjs";
import { servers } from "./lib/servers.mjs";

const rounds = Number(process.env.ROUNDS ?? 15);
const sizes = [1000, Number(process.env.SUBJECTS ?? 1_000_000)];
const sampled = 100;
const codesEach = 10;

/** Enrolled subjects as rows: what they hold is never opened, only stood between. */
const filling = {
  sqlite: (count) => {
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
    return [
      `${numbers} INSERT INTO second_factor_subjects (namespace, subject_id, epoch)
        SELECT 'default', 'u' || i, hex(randomblob(16)) FROM n`,
      `${numbers} INSERT INTO second_factor_authenticators
        SELECT 'default', 'u' || i, hex(randomblob(16)), 'Phone', 'SHA1', 6, 30, randomblob(64), 1, 1, 1 FROM n`,
      ...Array.from(
        { length: codesEach },
        () => `${numbers} INSERT INTO second_factor_recovery_codes
          SELECT 'default', 'u' || i, hex(randomblob(32)) FROM n`,
      ),
    ];
  },
  postgres: (count) => {
    const numbers = `generate_series(1, ${count}) AS n(i)`;
    const bytes = (times) => Array.from({ length: times }, () => "uuid_send(gen_random_uuid())");
    return [
      `INSERT INTO second_factor_subjects (namespace, subject_id, epoch)
        SELECT 'default', 'u' || i, gen_random_uuid()::text FROM ${numbers}`,
      `INSERT INTO second_factor_authenticators
        SELECT 'default', 'u' || i, gen_random_uuid()::text, 'Phone', 'SHA1', 6, 30, ${bytes(4).join(" || ")}, 1, 1, 1
        FROM ${numbers}`,
      ...Array.from(
        { length: codesEach },
        () => `INSERT INTO second_factor_recovery_codes
          SELECT 'default', 'u' || i, encode(${bytes(2).join(" || ")}, 'hex') FROM ${numbers}`,
      ),
      "ANALYZE",
    ];
  },
};

async function populate(database, size) {
  await migrate(database);
  for (const text of filling[database.dialect](size))
    await database.query({ text, values: [], returns: "changes" });
  let now = Date.now();
  const app = await inProcess({
    records: sqlRecords(database),
    limits: memoryLimits(),
    clock: { now: () => now },
    storeDeadlineMilliseconds: 30_000,
  });
  const subjects = [];
  for (let index = 0; index < sampled; index += 1) {
    const id = `u${Math.floor(((index + 0.5) * size) / sampled)}x`;
    subjects.push({ id, ...(await app.enroll(id)) });
  }
  return {
    nextStep() {
      now += 30_000;
    },
    /** Milliseconds; each subject once with a step's code. */
    async verify(index) {
      const { id, secret } = subjects[index];
      const otp = codeFor(secret, now);
      const start = performance.now();
      const status = await app.verify(id, otp);
      if (status !== 200) throw new Error(`${id}: ${status}`);
      return performance.now() - start;
    },
  };
}

async function compare(name, open) {
  const apps = [];
  for (const size of sizes) apps.push(await populate(await open(), size));
  const times = apps.map(() => []);
  for (let round = -1; round < rounds; round += 1) {
    for (const app of apps) app.nextStep();
    const spent = apps.map(() => []);
    for (let index = 0; index < sampled; index += 1) {
      const order = index % 2 === 0 ? [0, 1] : [1, 0];
      for (const which of order) spent[which].push(await apps[which].verify(index));
    }
    if (round < 0) continue;
    for (const which of [0, 1]) times[which].push(median(spent[which]));
  }
  const ratios = times[1].map((milliseconds, round) => milliseconds / times[0][round]);
  const shown = (value) => value.toFixed(2);
  return [
    name,
    ...times.map((of) => shown(median(of))),
    shown(median(ratios)),
    `${shown(Math.min(...ratios))}–${shown(Math.max(...ratios))}`,
  ];
}

const folder = await mkdtemp(join(tmpdir(), "second-factor-scale-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const rows = [
  await compare("SQLite, a file", () => openLibsql(`file:${join(folder, `${files++}.db`)}`)),
];

const { startPostgres } = await servers();
const server = await startPostgres();
const pools = [];
rows.push(
  await compare("Postgres", async () => {
    const pool = new pg.Pool({ connectionString: await server.createDatabase() });
    pools.push(pool);
    return postgresDatabase(pool, { deadlineMilliseconds: 600_000 });
  }),
);
await Promise.all(pools.map((pool) => pool.end()));
await server.close();

printTable(
  `A verify among ${sizes[1].toLocaleString("en")} enrolled subjects against ${sizes[0].toLocaleString("en")}, ${codesEach} recovery codes each (goal: at most 1.1)`,
  ["store", "ms among few", "ms among many", "ratio", "min–max"],
  rows,
);
