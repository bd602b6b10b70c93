import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SetUpError } from "./set-up-error.js";

export interface OpenPort {
  readonly port: number;
  /** Where it is found, and the same by the name that people type. */
  readonly origins: readonly [string, ...string[]];
}

/**
 * Opens PORT on HOST. With PORT=0 only the socket knows where that is.
 *
 * @throws SetUpError where that can't be, since the port is taken for instance
 */
export async function openPort(server: Server): Promise<OpenPort> {
  const { PORT = "3000", HOST = "127.0.0.1" } = process.env;
  try {
    await once(server.listen(Number(PORT), HOST), "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy = "End what listens there, or set PORT and HOST.";
    throw new SetUpError(`Can't listen on port ${PORT} of ${HOST} (${code}). ${remedy}`);
  }
  const { port } = server.address() as AddressInfo;
  const literal = HOST.includes(":") ? `[${HOST}]` : HOST;
  const [origin, byName] = [literal, "localhost"].map(
    (name) => new URL(`http://${name}:${port}`).origin,
  ) as [string, string];
  return { port, origins: origin === byName ? [origin] : [origin, byName] };
}
