import type { SqlDatabase } from "@second-factor/sql";

const tables = ["subjects", "authenticators", "recovery_codes", "revoked_marks", "limits"];

type Row = Readonly<Record<string, unknown>>;

/** Every row of every table, a line each: what whoever copies the database reads. */
export async function dumpTables(database: SqlDatabase): Promise<string> {
  const lines: string[] = [];
  for (const table of tables) {
    const rows = await read(database, `SELECT * FROM second_factor_${table}`);
    for (const row of rows) lines.push(`${table} ${Object.values(row).map(print).join(" | ")}`);
  }
  return lines.join("\n");
}

/** By the header of its sealed secret, how many authenticators each key has: counted in the table, not by the engine. */
export async function countByKey(database: SqlDatabase): Promise<Record<string, number>> {
  const rows = await read(database, "SELECT sealed_secret FROM second_factor_authenticators");
  const counts: Record<string, number> = {};
  for (const { sealed_secret } of rows) {
    const sealed = bytesOf(sealed_secret);
    const id = new TextDecoder().decode(sealed.subarray(2, 2 + (sealed[1] ?? 0)));
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

async function read(database: SqlDatabase, text: string): Promise<readonly Row[]> {
  if (database.dialect === "postgres") return (await database.query({ text, values: [] })).rows;
  return (await database.query({ text, values: [], returns: "rows" })).rows;
}

const isBytes = (value: unknown): value is ArrayBuffer | Uint8Array =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value);

const bytesOf = (value: unknown) => Buffer.from(value as Uint8Array);

/** Bytes in every form in which a canary could be recognised. */
function print(value: unknown): string {
  if (!isBytes(value)) return String(value);
  const bytes = bytesOf(value);
  return ["hex", "base64", "latin1"].map((form) => bytes.toString(form as "hex")).join(" ");
}
