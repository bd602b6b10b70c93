import { hasDuplicateKeys } from "./duplicate-keys.js";
import type { ProblemCode } from "./problem.js";
import type { RouteRequest } from "./route-request.js";

/** Fields by name; values are unchecked. Has no prototype, so that no field can be one of Object's own. */
export type Fields = Readonly<Record<string, unknown>>;

export type BodyVerdict =
  | { readonly fields: Fields; readonly json: boolean }
  | { readonly problem: ProblemCode };

/** No form of ours comes near it. */
export const bodyLimit = 4096;

type MediaType = "json" | "form" | "none" | "other";

/**
 * The fields of a request's body. Where nobody read it yet, the bytes are ours to judge: at most 4 KB of strict UTF-8,
 * JSON object or form, no key twice. Where the host parsed it, its parser's rules applied already and only the
 * object's own properties count.
 */
export async function readBody(request: RouteRequest, limit = bodyLimit): Promise<BodyVerdict> {
  const mediaType = mediaTypeOf(request.header("content-type"));
  const { body } = request;
  if (body.kind === "parsed") return ownFields(await body.value, mediaType);
  if (mediaType === "other") return { problem: "unsupported_media_type" };
  let bytes: Uint8Array | null;
  try {
    bytes = await body.read(limit);
  } catch {
    return { problem: "body_unreadable" };
  }
  if (bytes === null) return { problem: "body_too_large" };
  if (bytes.length === 0)
    return { fields: Object.create(null) as Fields, json: mediaType === "json" };
  if (mediaType === "none") return { problem: "unsupported_media_type" };
  const text = decode(bytes);
  if (text === null) return { problem: "invalid_utf8" };
  return mediaType === "json" ? parseJson(text) : parseForm(text);
}

export function mediaTypeOf(contentType: string | undefined): MediaType {
  if (contentType === undefined || contentType === "") return "none";
  const [type = "", ...parameters] = contentType.toLowerCase().split(";");
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith("charset="));
  if (charset !== undefined && !/^charset="?utf-8"?$/.test(charset)) return "other";
  if (type.trim() === "application/json") return "json";
  return type.trim() === "application/x-www-form-urlencoded" ? "form" : "other";
}

/** Null where it is no UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    // ignoreBOM keeps a leading BOM in the text, where JSON refuses it, instead of dropping it.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(text: string): BodyVerdict {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "invalid_json" };
  }
  if (!isRecord(value)) return { problem: "invalid_json" };
  if (hasDuplicateKeys(text)) return { problem: "duplicate_key" };
  return { fields: Object.assign(Object.create(null) as object, value) as Fields, json: true };
}

function parseForm(text: string): BodyVerdict {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of new URLSearchParams(text)) {
    // Percent-encoded bytes that are no UTF-8 come out as U+FFFD.
    if (name.includes("\ufffd") || value.includes("\ufffd")) return { problem: "invalid_utf8" };
    if (name in fields) return { problem: "duplicate_key" };
    fields[name] = value;
  }
  return { fields, json: false };
}

function ownFields(value: unknown, mediaType: MediaType): BodyVerdict {
  const fields = Object.create(null) as Record<string, unknown>;
  const json = mediaType === "json";
  if (value === undefined || value === null) return { fields, json };
  if (!isRecord(value) || ArrayBuffer.isView(value)) return { problem: "invalid_json" };
  for (const name of Object.keys(value)) fields[name] = value[name];
  return { fields, json };
}
