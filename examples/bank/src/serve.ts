import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { BankOptions } from "./bank.js";
import { greeting } from "./greeting.js";

export interface ServeOptions {
  /** As the greeting names it. */
  readonly framework: string;
  build(options: BankOptions): Promise<RequestListener>;
}

/**
 * Serves an example on HOST and PORT until it is told to end. It listens before the app is built: with PORT=0 only the
 * socket knows the origin that the app has to trust.
 */
export async function serve({ framework, build }: ServeOptions): Promise<void> {
  const { PORT = "3000", HOST = "127.0.0.1", DATA_DIR = ".data" } = process.env;
  const server = createServer((request, response) => {
    ready.then((listener) => listener(request, response));
  });
  server.listen(Number(PORT), HOST);
  const ready = once(server, "listening").then(() => {
    const { port } = server.address() as AddressInfo;
    const trustedOrigins = originsOf(HOST, port);
    return build({ trustedOrigins, dataDir: DATA_DIR });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => process.exit(0));
  }
  await ready;
  const { port } = server.address() as AddressInfo;
  const [origin = ""] = originsOf(HOST, port);
  console.log(greeting(framework, origin, DATA_DIR));
  console.log(`listening on ${origin}`);
}

/** Where it listens, and the same by the name that people type. */
function originsOf(host: string, port: number): string[] {
  const literal = host.includes(":") ? `[${host}]` : host;
  return [
    ...new Set([literal, "localhost"].map((name) => new URL(`http://${name}:${port}`).origin)),
  ];
}
