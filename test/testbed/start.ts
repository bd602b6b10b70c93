import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "./client/client.js";
import { createWire } from "./client/wire.js";
import { basePath, engineFor } from "./engine-for.js";
import type { Bank } from "./host/bank.js";
import { type HostSetup, hostSetup } from "./host/host-setup.js";
import { createSessionShelf } from "./sessions/session-shelf.js";
import type { Testbed, VariantName } from "./testbed.js";
import type { TestbedOptions } from "./testbed-options.js";

/** Listens first: the engine wants to know its origin, and the port is not known before. */
export async function start(
  name: VariantName,
  build: (setup: HostSetup) => RequestListener,
  options: TestbedOptions = {},
): Promise<Testbed> {
  let listener: RequestListener = () => undefined;
  const server = createServer((request, response) => listener(request, response));
  // On a busy machine the default five seconds end just when a client sends its next request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const wire = createWire(port);

  async function close(): Promise<void> {
    wire.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  try {
    const { engine, clock, events, notices, records, limits, namespace } = engineFor(
      origin,
      options,
    );
    const bank: Bank = {
      clock,
      engine,
      handlerRuns: 0,
      disabled: new Set(),
      transfers: [],
      linked: [],
      errors: [],
    };
    const shelf = createSessionShelf();
    listener = build(hostSetup(bank, shelf, options));
    return {
      name,
      origin,
      engine,
      clock,
      events,
      notices,
      records,
      limits,
      bank,
      shelf,
      handlerRuns: () => bank.handlerRuns,
      client: () => createClient({ wire, clock, basePath }),
      record: (user) => records.forNamespace(namespace).load(user),
      another: (others) => start(name, build, others),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
