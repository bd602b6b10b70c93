import { holdsKey, writtenForms } from "./data-keys.js";

/**
 * Where an error holds a key: its text, or whatever hangs on it at any depth, also what is not enumerable, since a
 * reporter of errors walks that too. Null where it holds none.
 */
export function leakIn(error: unknown, key: Uint8Array): string | null {
  const forms = writtenForms(key);
  const seen = new Set<unknown>();

  function look(value: unknown, path: string): string | null {
    if (typeof value === "string") return forms.some((form) => value.includes(form)) ? path : null;
    if (typeof value !== "object" || value === null || seen.has(value)) return null;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      return holdsKey(new Uint8Array(buffer, byteOffset, byteLength), key) ? path : null;
    }
    for (const name of Reflect.ownKeys(value)) {
      const found = look(read(value, name), `${path}.${String(name)}`);
      if (found !== null) return found;
    }
    return null;
  }

  return look(error, "error");
}

function read(object: object, name: PropertyKey): unknown {
  try {
    return Reflect.get(object, name);
  } catch {
    // A getter that throws shows nothing.
    return undefined;
  }
}
