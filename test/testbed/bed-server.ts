import type { Wire } from "./client/wire.js";
import type { TestbedOptions } from "./testbed-options.js";

/** Where a bed answers, as real as its runtime allows. */
export interface BedServer<Handler> {
  readonly origin: string;
  readonly wire: Wire;
  /** What a host there tells of its clients, where the runtime has no socket to ask. */
  readonly client?: TestbedOptions["client"];
  /** The engine wants to know its origin, which is not known before this listens. */
  serve(handler: Handler): void;
  close(): Promise<void>;
}

export type Listen<Handler> = () => Promise<BedServer<Handler>>;

/** Of the web: Hono's `fetch`, and what Bun.serve, Deno.serve and a Worker want. */
export type WebHandler = (
  request: Request,
  // biome-ignore lint/suspicious/noExplicitAny: each runtime's own, and each host knows its own.
  ...besides: any[]
) => Response | Promise<Response>;
