import type { ConfigurationError } from "../configuration/configuration-error.js";
import type { MaybePromise } from "../maybe-promise.js";
import type { AuthenticationMethod } from "../step-up/session-slot.js";
import type { Subject } from "../subject.js";
import type { ClientInfo, GuardResult, RouteReply, RouteRequest } from "./route-request.js";
import type { SessionPort } from "./session-port.js";

/** What every adapter's `secondFactor(engine, options)` takes. */
export interface AdapterOptions<Host> {
  /** Who is signed in. null is nobody; undefined, a throw or anything malformed is a 503. */
  readonly subject: (host: Host) => MaybePromise<Subject | null>;
  readonly session: SessionPort<NoInfer<Host>>;
  /** The client behind your proxies. The socket's peer by default. */
  readonly client?: (host: Host) => ClientInfo;
}

export interface GuardOptions {
  /** What happens to a request that nobody is signed in on: the host's login decides ("pass"), or 401 ("deny"). */
  readonly signedOut?: "pass" | "deny";
  /** Exact paths that "deny" and the bypass watch leave alone: the sign-in route, a health check. */
  readonly public?: readonly string[];
}

export interface RequirementOptions {
  /** How old the verification may be. */
  readonly maxAgeSeconds?: number;
  /** The methods that suffice; any by default. */
  readonly amr?: readonly AuthenticationMethod[];
  /**
   * What the verification has to be for: "transfer:42". It is then used up by one request, and at most an hour old (300
   * seconds by default). 1 to 200 characters, no control characters.
   *
   * @throws ConfigurationError `action_invalid`, to the host's error handling
   */
  readonly action?: ActionText | undefined;
  /** The same for people, on the page that asks for it. The action itself by default. */
  readonly describe?: ActionText | undefined;
}

/** A function is called once it is known that somebody enrolled is asking. */
type ActionText = string | (() => MaybePromise<string>);

/** The engine as an adapter sees it: everything is decided behind these calls. */
export interface AdapterEngine {
  readonly basePath: string;
  /** @throws ConfigurationError `base_path_mismatch` where the routes are mounted elsewhere than `basePath` says. */
  checkMount(mountedAt: string): void;
  /** Routes below the base path. Rejects only with what the host's error handling should see. */
  handle(request: RouteRequest): Promise<RouteReply>;
  /** At once where nothing has to be waited for. Throws or rejects only with what the host's error handling should see. */
  guard(request: RouteRequest, options?: GuardOptions): MaybePromise<GuardResult>;
  requireSecondFactor(request: RouteRequest, options?: RequirementOptions): Promise<GuardResult>;
  /**
   * Called once the handlers below a guard ran for a request on which nobody was signed in. Where somebody is by now,
   * the guard stands above the login: the event `guard_bypassed`, and in development the error to throw.
   */
  findBypass(request: RouteRequest, options?: GuardOptions): Promise<ConfigurationError | null>;
  /** Ends the mark of this session, also where the client holds it. The headers belong on the host's reply. */
  signOut(request: RouteRequest): Promise<RouteReply["headers"]>;
}

/** One engine for all requests, or one per request where bindings exist only there. */
export type EngineSource<Host> = AdapterEngine | ((host: Host) => AdapterEngine);

/** Set on every guarding middleware, so that `assertGuarded` recognises them in a router's own lists. */
export const guardMarker: unique symbol = Symbol.for("second-factor.guard") as never;
