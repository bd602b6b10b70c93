import type { Listen } from "./bed-server.js";
import { createClient } from "./client/client.js";
import { basePath, engineFor } from "./engine-for.js";
import type { Bank } from "./host/bank.js";
import { type HostSetup, hostSetup } from "./host/host-setup.js";
import { createSessionShelf } from "./sessions/session-shelf.js";
import type { Testbed, VariantName } from "./testbed.js";
import type { TestbedOptions } from "./testbed-options.js";

export interface BedPlan<Handler> {
  readonly name: VariantName;
  readonly listen: Listen<Handler>;
  build(setup: HostSetup): Handler;
}

/** Listens first: the engine wants to know its origin, and the port is not known before. */
export async function openBed<Handler>(
  plan: BedPlan<Handler>,
  options: TestbedOptions = {},
): Promise<Testbed> {
  const server = await plan.listen();
  const { origin, wire } = server;
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
    server.serve(plan.build(hostSetup(bank, shelf, options, server.client)));
    return {
      name: plan.name,
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
      another: (others) => openBed(plan, others),
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
