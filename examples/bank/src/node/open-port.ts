import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Origins, originsOf } from "./origins.js";
import { cannotListen, readPlace } from "./place.js";

export interface OpenPort {
  readonly port: number;
  readonly origins: Origins;
}

/**
 * Opens PORT on HOST. With PORT=0 only the socket knows where that is.
 *
 * @throws SetUpError where that can't be, since the port is taken for instance
 */
export async function openPort(server: Server): Promise<OpenPort> {
  const place = readPlace();
  try {
    await once(server.listen(place.port, place.hostname), "listening");
  } catch (error) {
    throw cannotListen(place, error);
  }
  const { port } = server.address() as AddressInfo;
  return { port, origins: originsOf(place.hostname, port) };
}
