import { type Client, createClient } from "../testbed/client/client.js";
import type { CookieJar } from "../testbed/client/cookie-jar.js";
import { createWire, type Wire } from "../testbed/client/wire.js";
import type { ServedProcess } from "./served-process.js";

export function visitor(bank: ServedProcess, cookies?: CookieJar): Client {
  return createClient({ wire: freshConnections(bank), clock: Date, basePath: "/2fa" }, cookies);
}

/** A connection for every request: node:cluster hands them to its workers in turn. */
function freshConnections({ port }: ServedProcess): Wire {
  return {
    async exchange(...request) {
      const wire = createWire(port);
      try {
        return await wire.exchange(...request);
      } finally {
        wire.close();
      }
    },
    close: () => undefined,
  };
}

/** Which workers had a part in that, by their own lines. */
export function workersOf(bank: ServedProcess, event: RegExp): ReadonlySet<string> {
  const lines = bank.output().matchAll(/^\[(\d+)\] (.+)$/gm);
  return new Set(
    [...lines].filter(([, , text = ""]) => event.test(text)).map(([, pid = ""]) => pid),
  );
}
