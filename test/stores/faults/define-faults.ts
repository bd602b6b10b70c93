import { afterAll, beforeAll, describe, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import type { VariantName } from "../../testbed/index.js";
import type { Fault } from "./fault.js";
import { runFault } from "./run-fault.js";

/** Enough to see that another framework and its sessions make no difference. */
const alsoOnHono = ["a black hole", "SIGSTOP", "READONLY: it became a replica"];

/** A test for each fault. */
export function defineFaults(title: string, faults: readonly Fault[]): void {
  describe(title, () => {
    let postgres: PostgresServer;
    beforeAll(async () => {
      postgres = await startPostgres({ settings: { fsync: "off" } });
    });
    afterAll(() => postgres?.close());

    for (const fault of faults) {
      const variants: VariantName[] = alsoOnHono.includes(fault.name)
        ? ["express5", "hono"]
        : ["express5"];
      it.each(variants)(`${fault.name}: %s`, async (variant) => {
        await runFault(fault, variant, postgres);
      });
    }
  });
}
