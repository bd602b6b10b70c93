import type { ServerResponse } from "node:http";
import {
  type AdapterOptions,
  after,
  checkAdapterOptions,
  type EngineSource,
  engineFor,
  type GuardOptions,
  type GuardResult,
  guardMarker,
  type HostRequirement,
  isPromise,
  type MaybePromise,
  requirementFor,
} from "@second-factor/core/http";
import type { Request } from "express";
import { addHeaders, send, watchEnd } from "./reply.js";
import { type ExpressRequest, mountedAt, toRouteRequest } from "./request.js";

type Next = (error?: unknown) => void;

/** Fits Express 4 and 5, and leaves a route's parameters to be inferred from its path. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: Next,
) => void;

export interface SecondFactor<Host = Request> {
  /** For `app.use(basePath, …)`. */
  routes(): ExpressMiddleware;
  /** Applies the policy to everything below it. Mount it under the login middleware. */
  guard(options?: GuardOptions): ExpressMiddleware;
  /** A verified and fresh second factor, for what is sensitive. */
  requireSecondFactor(options?: HostRequirement<Host>): ExpressMiddleware;
  /** Ends the second factor of this session. Call it before the host's own sign-out. */
  signOut(request: ExpressRequest): Promise<void>;
}

/**
 * @typeParam Host the app's request; Express's own `Request` where nothing else is said.
 * @throws ConfigurationError `subject_missing`, `session_port_missing`
 */
export function secondFactor<Host extends ExpressRequest = Request>(
  source: EngineSource<Host>,
  options: AdapterOptions<Host>,
): SecondFactor<Host> {
  checkAdapterOptions(options, "expressSession() or sealedCookie({ binding })");

  function open(request: ExpressRequest) {
    const host = request as Host;
    return { host, engine: engineFor(source, host), request: toRouteRequest(host, options) };
  }

  return {
    routes: () =>
      function secondFactorRoutes(request, response, next) {
        settle(next, async () => {
          const { engine, request: asked } = open(request);
          engine.checkMount(mountedAt(request, engine.basePath));
          send(response, await engine.handle(asked));
          return false;
        });
      },
    guard(guardOptions) {
      return guarding(function secondFactorGuard(request, response, next) {
        settle(next, () => {
          const { engine, request: asked } = open(request);
          const decide = (result: GuardResult): boolean => {
            if (result.pass && result.signedOut) {
              watchEnd(
                response,
                () => engine.findBypass(asked, guardOptions),
                (error) => next(toError(error)),
              );
            }
            return passes(response, result);
          };
          return after(engine.guard(asked, guardOptions), decide);
        });
      });
    },
    requireSecondFactor(requirement) {
      const requirementOf = requirementFor(requirement);
      return guarding(function secondFactorRequirement(request, response, next) {
        settle(next, async () => {
          const { host, engine, request: asked } = open(request);
          return passes(response, await engine.requireSecondFactor(asked, requirementOf(host)));
        });
      });
    },
    async signOut(request) {
      const { engine, request: asked } = open(request);
      const headers = await engine.signOut(asked);
      if (request.res !== undefined) addHeaders(request.res, headers);
    },
  };
}

function guarding(middleware: ExpressMiddleware): ExpressMiddleware {
  return Object.assign(middleware, { [guardMarker]: true });
}

function passes(response: ServerResponse, result: GuardResult): boolean {
  if (result.pass) addHeaders(response, result.headers);
  else send(response, result.reply);
  return result.pass;
}

/** Express 4 knows no promises. What `next` itself throws is not ours to hand to `next` again. */
function settle(next: Next, decide: () => MaybePromise<boolean>): void {
  const fail = (error: unknown) => next(toError(error));
  let goesOn: MaybePromise<boolean>;
  try {
    goesOn = decide();
  } catch (error) {
    fail(error);
    return;
  }
  if (isPromise(goesOn)) goesOn.then((goOn) => goOn && next(), fail);
  else if (goesOn) next();
}

/** To Express, nothing and the words "route" and "router" mean "go on". */
function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("second-factor was refused", { cause: error });
}
