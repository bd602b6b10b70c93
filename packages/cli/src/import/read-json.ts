import type { FileRecord } from "./file-record.js";
import { elementsOf, type JsonText, linesOf, longestValue } from "./json-values.js";
import type { BadRow } from "./row.js";

/** One array of objects in any layout, or one object a line. */
export async function* readJson(
  text: AsyncIterable<string>,
  isArray: boolean,
): AsyncGenerator<FileRecord | BadRow> {
  for await (const value of isArray ? elementsOf(text) : linesOf(text)) {
    const fields = parseObject(value);
    const { line } = value;
    yield fields === null ? { line, problem: "row_malformed" } : { line, fields };
  }
}

function parseObject({ text }: JsonText): Record<string, unknown> | null {
  try {
    const value: unknown = text.length > longestValue ? null : JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
