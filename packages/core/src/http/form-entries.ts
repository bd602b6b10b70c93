import { decode, mediaTypeOf } from "./read-body.js";
import type { RouteRequest } from "./route-request.js";

/** Names and values in the order of the form; a name may come several times. */
export type FormEntries = ReadonlyArray<readonly [name: string, value: string]>;

/** Sealed, it has to fit into a field of a form, and into the memory of whoever opens it. */
const mostBytes = 8192;

/**
 * The fields of a browser's form, or null where they can't be sent again as they were: no form of this kind, too much,
 * unreadable, or parsed by the host into something that no form could have said so.
 */
export async function readFormEntries(request: RouteRequest): Promise<FormEntries | null> {
  if (mediaTypeOf(request.header("content-type")) !== "form") return null;
  const { body } = request;
  const entries = body.kind === "parsed" ? asEntries(await body.value) : await read(body);
  if (entries === null || entries.some(([name]) => name === "")) return null;
  return new URLSearchParams(entries.map(([...entry]) => entry)).toString().length > mostBytes
    ? null
    : entries;
}

async function read(body: Extract<RouteRequest["body"], { kind: "unread" }>) {
  const bytes = await body.read(mostBytes).catch(() => null);
  const text = bytes === null ? null : decode(bytes);
  if (text === null) return null;
  const entries = [...new URLSearchParams(text)];
  // Percent-encoded bytes that are no UTF-8 come out as U+FFFD.
  return entries.some((entry) => entry.join().includes("\ufffd")) ? null : entries;
}

/** An array is what parsers make of a name that comes several times; of one that came once they make it only if told. */
function asEntries(value: unknown): FormEntries | null {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return null;
  const entries: Array<readonly [string, string]> = [];
  for (const [name, held] of Object.entries(value)) {
    const values: unknown = Array.isArray(held) && held.length > 1 ? held : [held];
    for (const one of values as unknown[]) {
      if (typeof one !== "string") return null;
      entries.push([name, one]);
    }
  }
  // Nothing in it: as a rule somebody else read the body.
  return entries.length === 0 ? null : entries;
}
