import {
  type AdapterOptions,
  checkAdapterOptions,
  type EngineSource,
  engineFor,
  type GuardOptions,
  guardMarker,
  type HostRequirement,
  isPromise,
  requirementFor,
} from "@second-factor/core/http";
import { type Context, type Env, Hono, type MiddlewareHandler } from "hono";
import { addHeaders, toResponse } from "./reply.js";
import { mountedAt, toRouteRequest } from "./request.js";

/** @typeParam E the app's own Env; whoever does not say which takes that of any app. */
// biome-ignore lint/suspicious/noExplicitAny: a Context of one Env fits no other, and that of any fits all.
export interface SecondFactor<E extends Env = any> {
  /** For `app.route(basePath, …)`. */
  routes(): Hono;
  /** Applies the policy to everything below it. Mount it under the login middleware. */
  guard(options?: GuardOptions): MiddlewareHandler;
  /** A verified and fresh second factor, for what is sensitive. */
  requireSecondFactor(options?: HostRequirement<Context<E>>): MiddlewareHandler;
  /** Ends the second factor of this session. Call it before the host's own sign-out. */
  signOut(c: Context): Promise<void>;
}

/**
 * @typeParam E the app's own Env, for the context that `subject` and `client` get.
 * @throws ConfigurationError `subject_missing`, `session_port_missing`
 */
export function secondFactor<E extends Env = Env>(
  source: EngineSource<Context<E>>,
  options: AdapterOptions<Context<E>>,
): SecondFactor<E> {
  checkAdapterOptions(options, "honoSession() or sealedCookie({ binding })");

  const open = (c: Context) => ({
    engine: engineFor(source, c),
    request: toRouteRequest(c, options),
  });

  return {
    routes: () =>
      new Hono().all("*", async function secondFactorRoutes(c: Context) {
        const engine = engineFor(source, c);
        engine.checkMount(mountedAt(c));
        return toResponse(c, await engine.handle(toRouteRequest(c, options)));
      }),
    guard(guardOptions) {
      return guarding(async function secondFactorGuard(c, next) {
        const { engine, request } = open(c);
        const decided = engine.guard(request, guardOptions);
        const result = isPromise(decided) ? await decided : decided;
        if (!result.pass) return toResponse(c, result.reply);
        await next();
        addHeaders(c, result.headers);
        const bypass = result.signedOut ? await engine.findBypass(request, guardOptions) : null;
        if (bypass !== null) throw bypass;
      });
    },
    requireSecondFactor(requirement) {
      const requirementOf = requirementFor(requirement);
      return guarding(async function secondFactorRequirement(c, next) {
        const { engine, request } = open(c);
        const result = await engine.requireSecondFactor(request, requirementOf(c));
        if (!result.pass) return toResponse(c, result.reply);
        await next();
        addHeaders(c, result.headers);
      });
    },
    async signOut(c) {
      const { engine, request } = open(c);
      addHeaders(c, await engine.signOut(request));
    },
  };
}

function guarding(middleware: MiddlewareHandler): MiddlewareHandler {
  return Object.assign(middleware, { [guardMarker]: true });
}
