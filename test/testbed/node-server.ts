import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { BedServer } from "./bed-server.js";
import { createWire } from "./client/wire.js";

export async function nodeServer(): Promise<BedServer<RequestListener>> {
  let listener: RequestListener = () => undefined;
  const server = createServer((request, response) => listener(request, response));
  // On a busy machine the default five seconds end just when a client sends its next request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const wire = createWire(port);
  return {
    origin: `http://127.0.0.1:${port}`,
    wire,
    serve(handler) {
      listener = handler;
    },
    async close() {
      wire.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
