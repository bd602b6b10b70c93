import type { RouteReply } from "./route-request.js";

/** Fields that add to what the host set before. All others speak for this reply alone and replace the host's. */
const additive = new Set(["set-cookie", "vary"]);

/** Puts a reply's fields on a framework's response, in terms of its own "set" and "append". */
export function putHeaders(
  headers: RouteReply["headers"],
  put: (name: string, value: string, append: boolean) => void,
): void {
  const seen: string[] = [];
  for (const [name, value] of headers) {
    const field = name.toLowerCase();
    put(name, value, additive.has(field) || seen.includes(field));
    seen.push(field);
  }
}
