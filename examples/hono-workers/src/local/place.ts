import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { type OpenPort, openPort, readPlace } from "@second-factor-examples/bank/node";

export interface WorkerPlace extends OpenPort {
  readonly hostname: string;
  /** Absolute, and there. */
  readonly dataDir: string;
}

/** The Worker has to be told its origin before it listens, so the port is tried first. */
export async function findPlace(): Promise<WorkerPlace> {
  const { hostname, dataDir } = readPlace();
  const server = createServer();
  const found = await openPort(server);
  await new Promise((closed) => server.close(closed));
  const folder = resolve(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return { ...found, hostname, dataDir: folder };
}
