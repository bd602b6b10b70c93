import type {
  Limits,
  Notice,
  RecordsStore,
  SecondFactorEngine,
  SecurityEvent,
} from "@second-factor/core";
import type { SubjectRecord } from "@second-factor/core/stores";
import type { ManualClock } from "@second-factor/testing";
import type { Client } from "./client/client.js";
import type { Bank } from "./host/bank.js";
import type { SessionShelf } from "./sessions/session-shelf.js";
import type { TestbedOptions } from "./testbed-options.js";

/** One running bank: a real server on 127.0.0.1 with a framework, its session middleware and the suite. */
export interface Testbed {
  readonly name: VariantName;
  readonly origin: string;
  readonly engine: SecondFactorEngine;
  readonly clock: ManualClock;
  readonly events: SecurityEvent[];
  readonly notices: Notice[];
  readonly records: RecordsStore;
  readonly limits: Limits;
  /** The bank's own state: whose account is disabled, what was transferred, what went wrong. */
  readonly bank: Bank;
  /** The host's session store, which can be made to fail. */
  readonly shelf: SessionShelf;
  /** How often a handler behind the guard ran. */
  handlerRuns(): number;
  /** A browser of its own: its cookies are nobody else's. */
  client(): Client;
  /** The stored record of a user; in the engine's namespace. */
  record(user: string): Promise<SubjectRecord>;
  /** A bed of the same build beside this one: what mutates this one's sources also mutates it. */
  another(options?: TestbedOptions): Promise<Testbed>;
  close(): Promise<void>;
}

export type VariantName = "express4" | "express5" | "koa2" | "koa3" | "hono" | "fetch";

export interface Variant {
  readonly name: VariantName;
  start(options?: TestbedOptions): Promise<Testbed>;
}
