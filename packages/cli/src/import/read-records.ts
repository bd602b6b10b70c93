import type { FileRecord } from "./file-record.js";
import { readCsv } from "./read-csv.js";
import { readJson } from "./read-json.js";
import type { BadRow } from "./row.js";

/** JSON where the first character says so, an array or one object a line; CSV with a header line otherwise. */
export async function* readRecords(
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<FileRecord | BadRow> {
  const pieces = decode(bytes);
  const begin = await readBegin(pieces);
  async function* text(): AsyncGenerator<string> {
    yield begin;
    yield* pieces;
  }
  const [first] = begin.trimStart();
  if (first === "[" || first === "{") yield* readJson(text(), first === "[");
  else yield* readCsv(text());
}

/** Pieces of bytes as text, without a byte order mark. What is no UTF-8 becomes U+FFFD, which no subject may have. */
async function* decode(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** As much as it takes to see what it is. */
async function readBegin(pieces: AsyncGenerator<string>): Promise<string> {
  let begin = "";
  while (begin.trim() === "") {
    const { value, done } = await pieces.next();
    if (done === true) break;
    begin += value;
  }
  return begin;
}
