import type { Wire } from "./wire.js";

/** Of the runtime's own `fetch`, where it has no sockets. It measures bodies itself, and follows nothing. */
export function fetchWire(origin: string): Wire {
  return {
    async exchange(method, path, fields, body) {
      const headers = new Headers();
      for (const [name, value] of Object.entries(fields)) {
        if (value === undefined || name === "content-length") continue;
        for (const one of [value].flat() as string[]) headers.append(name, one);
      }
      const init = { method, headers, redirect: "manual", ...(body !== undefined && { body }) };
      const response = await fetch(origin + withoutAuthority(path), init as RequestInit);
      const { "set-cookie": _, ...rest } = Object.fromEntries(response.headers);
      return {
        status: response.status,
        headers: rest,
        setCookies: response.headers.getSetCookie(),
        body: new Uint8Array(await response.arrayBuffer()),
      };
    },
    close: () => undefined,
  };
}

/** `fetch` would take the absolute form of a target for another server's address; to a server it means the path. */
function withoutAuthority(target: string): string {
  return target.replace(/^https?:\/\/[^/]*/, "");
}
