import type { SecondFactorOptions, Subject } from "@second-factor/core";
import type { ClientInfo, GuardOptions } from "@second-factor/core/http";
import type { ManualClock } from "@second-factor/testing";

export interface TestbedOptions {
  /** Whether the host's body parser runs before the mount. Default false: then only the host's own routes parse. */
  readonly parser?: boolean;
  readonly sessions?: SessionMode;
  /** On top of the bed's own engine options. */
  readonly engine?: Partial<SecondFactorOptions>;
  readonly clock?: ManualClock;
  /** `development: false` with what it asks for: stores that call themselves durable, https origins and transport. */
  readonly production?: boolean;
  readonly guard?: GuardOptions;
  /** "above-sign-in" is the mistake: guard() before the middleware that tells who is signed in. */
  readonly guardOrder?: "below-sign-in" | "above-sign-in";
  /** Where the routes are mounted; `basePath` is "/2fa" whatever this says. */
  readonly mountAt?: string;
  /** Whether `subject` tells when the first factor was checked. By default only where the client holds something. */
  readonly authenticatedAt?: boolean;
  /** What the host's `subject` answers instead of what was found. */
  readonly subject?: (found: Subject | null) => unknown;
  /** Sets the host's own cookie "visited=yes" on every reply, before the suite's middlewares run. */
  readonly hostCookie?: boolean;
  readonly client?: (header: (name: string) => string | undefined) => ClientInfo;
}

/**
 * - server: the framework's session middleware over a store; the suite's slot in it.
 * - sealed-cookie: the same sessions, the slot in a sealed cookie beside them.
 * - client: the host's whole session in a cookie; the slot in a sealed cookie bound to its id.
 * - client-unbound, none: the mistakes. A client-held session without a binding, and no session middleware at all.
 */
export type SessionMode = "server" | "sealed-cookie" | "client" | "client-unbound" | "none";
