import { once } from "node:events";
import { createServer } from "node:net";

/** A port on 127.0.0.1 that nobody listens on: whoever has the usual ones is left alone. */
export async function freePort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
