import {
  createSecondFactor,
  keyRing,
  type Limits,
  memoryLimits,
  memoryRecords,
  type Notice,
  type RecordsStore,
  type SecondFactorEngine,
  type SecondFactorOptions,
  type SecurityEvent,
} from "@second-factor/core";
import { type ManualClock, manualClock } from "@second-factor/testing";
import type { TestbedOptions } from "./testbed-options.js";

export const basePath = "/2fa";

export interface BedEngine {
  readonly engine: SecondFactorEngine;
  readonly clock: ManualClock;
  readonly events: SecurityEvent[];
  readonly notices: Notice[];
  readonly records: RecordsStore;
  readonly limits: Limits;
  readonly namespace: string;
}

/** Any 32 random bytes: nothing that these keys seal outlives the test. */
const testKey = "bed:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps=";

export function engineFor(
  origin: string,
  { engine: given = {}, clock = manualClock(), production = false }: TestbedOptions,
): BedEngine {
  const events: SecurityEvent[] = [];
  const notices: Notice[] = [];
  const options: SecondFactorOptions = {
    issuer: "Bank",
    basePath,
    trustedOrigins: production ? [origin.replace("http:", "https:")] : [origin],
    development: !production,
    keys: keyRing(testKey),
    records: production ? { ...memoryRecords(), durability: "durable" } : memoryRecords(),
    limits: production ? { ...memoryLimits(), durability: "shared" } : memoryLimits(),
    // Whoever administers the bank must have a second factor, all others may.
    policy: ({ roles }) => (roles?.includes("admin") ? "required" : "optional"),
    clock,
    events: (event) => void events.push(event),
    notifier: { notify: (notice) => void notices.push(notice) },
    warn: () => undefined,
    ...given,
  };
  return {
    engine: createSecondFactor(options),
    clock,
    events,
    notices,
    records: options.records,
    limits: options.limits,
    namespace: options.namespace ?? "default",
  };
}
