import { type KeyRing, memoryLimits, type Records, type RecordsStore } from "@second-factor/core";
import { emptySubjectRecord } from "@second-factor/core/stores";
import type { SqlDatabase } from "@second-factor/sql";
import { bankEngine } from "../bank/bank-engine.js";
import type { People } from "./people.js";

interface Row {
  readonly subjectId: string;
  readonly id: string;
  readonly epoch: string;
  readonly sealed: Uint8Array;
}

const rowsAStatement = 500;

/** Everybody enrolled, sealed by the engine itself; only the way into the tables is shorter. */
export async function seedSecrets(
  database: SqlDatabase,
  keys: KeyRing,
  people: People,
): Promise<void> {
  const rows: Row[] = [];
  const records = collecting(rows);
  const limits = { ...memoryLimits(), durability: "shared" } as const;
  const stores = { records, limits, replay: null, close: async () => undefined };
  const engine = bankEngine(stores, { keys });
  for (let index = 0; index < people.count; index += 1) {
    const secret = people.secret(index);
    await engine.importAuthenticator({ subjectId: people.name(index), secret });
    if (rows.length === rowsAStatement) await insert(database, rows.splice(0));
  }
  if (rows.length > 0) await insert(database, rows);
}

/** Records that only take what an import brings. */
function collecting(rows: Row[]): RecordsStore {
  const records: Partial<Records> = {
    load: async () => emptySubjectRecord,
    begin: async () => undefined,
    async activate(subjectId, id, { sealedSecret }, { to }) {
      rows.push({ subjectId, id, epoch: to, sealed: sealedSecret });
      return true;
    },
  };
  return { durability: "durable", forNamespace: () => records as Records };
}

async function insert(database: SqlDatabase, rows: readonly Row[]): Promise<void> {
  const bytes = (sealed: Uint8Array) => {
    const hex = Buffer.from(sealed).toString("hex");
    return database.dialect === "postgres" ? `'\\x${hex}'` : `x'${hex}'`;
  };
  const subjects = rows.map(({ subjectId, epoch }) => `('default', '${subjectId}', '${epoch}')`);
  const authenticators = rows.map(
    ({ subjectId, id, sealed }) =>
      `('default', '${subjectId}', '${id}', 'App', 'SHA1', 6, 30, ${bytes(sealed)}, 0, 1, 1)`,
  );
  await run(
    database,
    `INSERT INTO second_factor_subjects (namespace, subject_id, epoch) VALUES ${subjects.join()}`,
  );
  await run(
    database,
    `INSERT INTO second_factor_authenticators (namespace, subject_id, id, name, algorithm, digits,
      period, sealed_secret, last_step, created_at, last_used_at) VALUES ${authenticators.join()}`,
  );
}

async function run(database: SqlDatabase, text: string): Promise<void> {
  if (database.dialect === "postgres") await database.query({ text, values: [] });
  else await database.query({ text, values: [], returns: "changes" });
}
