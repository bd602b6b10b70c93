import {
  createSecondFactor,
  type EventSink,
  type KeyRing,
  keyRing,
  type SecondFactorEngine,
} from "@second-factor/core";
import { liftedLimits, liftedRecords } from "./lifted-budgets.js";
import type { Stores } from "./open-stores.js";

/** Any 32 random bytes: nothing that these keys seal outlives the run. */
const proofKey = "proof:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps=";

/** Where the routes are: as any host has them, and with budgets that let every submission be compared. */
export const mounts = { plain: "/2fa", lifted: "/lifted" } as const;
export type Mount = keyof typeof mounts;

export interface BankEngineOptions {
  readonly mount?: Mount;
  readonly deadlineMilliseconds?: number;
  readonly events?: EventSink;
  /** One of the bank's own where it is left out. */
  readonly keys?: KeyRing | undefined;
}

/** The engine of every process: as in production, but for what its mount says. */
export function bankEngine(
  { records, limits, replay }: Omit<Stores, "close">,
  { mount = "plain", deadlineMilliseconds = 1000, events, keys }: BankEngineOptions = {},
): SecondFactorEngine {
  const lifted = mount === "lifted";
  return createSecondFactor({
    issuer: "Bank",
    basePath: mounts[mount],
    trustedOrigins: ["https://bank.example"],
    development: false,
    keys: keys ?? keyRing(proofKey),
    records: lifted ? liftedRecords(records) : records,
    limits: lifted ? liftedLimits(limits) : limits,
    ...(replay && { replay }),
    // A round is one client address: the address's budget must not answer before the account's.
    budgets: { address: { points: 10_000, durationSeconds: 900 } },
    storeDeadlineMilliseconds: deadlineMilliseconds,
    // Of servers that start-redis.ts set up knowingly.
    warn: () => undefined,
    ...(events && { events }),
  });
}
