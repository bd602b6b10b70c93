import type { SecondFactorEngine, Subject } from "@second-factor/core";
import type { ClientInfo } from "@second-factor/core/http";
import type { SessionShelf } from "../sessions/session-shelf.js";
import type { SessionMode, TestbedOptions } from "../testbed-options.js";
import type { Bank } from "./bank.js";

/** What each framework's file gets to build the bank from. */
export interface HostSetup {
  readonly bank: Bank;
  readonly engine: SecondFactorEngine;
  readonly shelf: SessionShelf;
  readonly sessions: SessionMode;
  readonly options: TestbedOptions;
  /** Whether `subject` says when the first factor was checked. */
  readonly tellsTime: boolean;
  /** The last word on who is signed in. */
  answer(found: Subject | null): Subject | null;
  readonly client?: (header: (name: string) => string | undefined) => ClientInfo;
  /** The host's error handling: remembers the error and says what to reply. */
  failed(error: unknown): { readonly status: number; readonly body: object };
}

/** What the host sets beside the suite's cookies. */
export const hostCookie = "visited=yes; Path=/";

export function hostSetup(
  bank: Bank,
  shelf: SessionShelf,
  options: TestbedOptions,
  clientThere?: TestbedOptions["client"],
): HostSetup {
  const { sessions = "server", authenticatedAt = sessions !== "server", production } = options;
  const overHttps = () => ({ address: "127.0.0.1", secure: true });
  const client = options.client ?? (production ? overHttps : clientThere);
  return {
    bank,
    engine: bank.engine,
    shelf,
    sessions,
    options,
    tellsTime: authenticatedAt,
    answer: (found) => (options.subject ? (options.subject(found) as Subject | null) : found),
    ...(client && { client }),
    failed(error) {
      bank.errors.push(error);
      const { status = 500, code } = (error ?? {}) as { status?: unknown; code?: unknown };
      const own = Number.isInteger(status) && (status as number) >= 400 ? (status as number) : 500;
      return { status: own, body: { error: "host", ...(typeof code === "string" && { code }) } };
    },
  };
}
