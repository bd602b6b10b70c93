import { Readable } from "node:stream";
import { parse } from "csv-parse";
import type { FileRecord } from "./file-record.js";
import type { BadRow } from "./row.js";

/** A quote that nobody closes must not swallow the rest of a large file. */
const longestRecord = 65_536;

interface Parsed {
  readonly record: Record<string, string>;
  readonly info: { readonly lines: number };
}

/** CSV of RFC 4180 with a header line that names the columns. */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<FileRecord | BadRow> {
  const bad: BadRow[] = [];
  const parser = parse({
    columns: (names: string[]) => names.map((name) => name.trim()),
    info: true,
    max_record_size: longestRecord,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip(error) {
      bad.push({ line: Number(error?.lines ?? 0), problem: "row_malformed" });
      return undefined;
    },
  });
  const source = Readable.from(text);
  // Otherwise it would be told to nobody; the parser passes it on to who reads.
  source.once("error", (error) => parser.destroy(error));
  source.pipe(parser);

  for await (const { record, info } of parser as AsyncIterable<Parsed>) {
    yield* bad.splice(0);
    yield { line: info.lines, fields: record };
  }
  yield* bad.splice(0);
}
