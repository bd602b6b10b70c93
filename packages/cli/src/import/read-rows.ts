import { pick, readName, readParameters, readSubject, subjectNames } from "./fields.js";
import type { FileRecord } from "./file-record.js";
import type { BadRow, Row } from "./row.js";
import type { Source } from "./sources/source.js";

export interface FieldNames {
  /** In place of the usual names. */
  readonly subject?: string;
  readonly secret?: string;
  readonly name?: string;
}

/** What the records of a file mean. */
export async function* readRows(
  records: AsyncIterable<FileRecord | BadRow>,
  source: Source,
  named: FieldNames,
): AsyncGenerator<Row | BadRow> {
  for await (const record of records) {
    yield "problem" in record ? record : await readRow(record, source, named);
  }
}

async function readRow(
  { line, fields }: FileRecord,
  source: Source,
  named: FieldNames,
): Promise<Row | BadRow> {
  const names = (own: string | undefined, usual: readonly string[]) =>
    own === undefined ? usual : [own];
  const subject = readSubject(pick(fields, names(named.subject, subjectNames)));
  if ("problem" in subject) return { line, ...subject };
  const name = readName(pick(fields, names(named.name, ["name", "label"])));
  if ("problem" in name) return { line, ...name };
  const parameters = readParameters(fields);
  if ("problem" in parameters) return { line, ...parameters };
  const secret = await source.readSecret(pick(fields, names(named.secret, ["secret"])), fields);
  if ("problem" in secret) return { line, ...secret };
  return { line, ...subject, ...name, ...parameters, ...secret };
}
