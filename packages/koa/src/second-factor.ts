import {
  type AdapterOptions,
  checkAdapterOptions,
  type EngineSource,
  engineFor,
  type GuardOptions,
  type GuardResult,
  guardMarker,
  type HostRequirement,
  isPromise,
  requirementFor,
} from "@second-factor/core/http";
import type { Context } from "koa";
import { addHeaders, send } from "./reply.js";
import { isBelow, type KoaContext, mountedAt, toRouteRequest } from "./request.js";

type Next = () => Promise<unknown>;

/** Fits Koa 2 and 3, and leaves a route's own context to be inferred. */
export type KoaMiddleware = (context: KoaContext, next: Next) => Promise<void>;

export interface SecondFactor<Host = Context> {
  /** Answers below `basePath` and leaves every other path to what comes next. */
  routes(): KoaMiddleware;
  /** Applies the policy to everything below it. Mount it under the login middleware. */
  guard(options?: GuardOptions): KoaMiddleware;
  /** A verified and fresh second factor, for what is sensitive. */
  requireSecondFactor(options?: HostRequirement<Host>): KoaMiddleware;
  /** Ends the second factor of this session. Call it before the host's own sign-out. */
  signOut(context: KoaContext): Promise<void>;
}

/**
 * @typeParam Host the app's context; Koa's own `Context` where nothing else is said.
 * @throws ConfigurationError `subject_missing`, `session_port_missing`
 */
export function secondFactor<Host extends KoaContext = Context>(
  source: EngineSource<Host>,
  options: AdapterOptions<Host>,
): SecondFactor<Host> {
  checkAdapterOptions(options, "koaSession() or sealedCookie({ binding })");

  function open(context: KoaContext) {
    const host = context as Host;
    return { host, engine: engineFor(source, host), request: toRouteRequest(host, options) };
  }

  return {
    routes: () =>
      async function secondFactorRoutes(context, next) {
        const { engine, request } = open(context);
        const { basePath } = engine;
        const mount = mountedAt(request.path, context);
        if (mount !== "" && !isBelow(basePath, mount)) engine.checkMount(mount + basePath);
        if (isBelow(request.path, basePath)) send(context, await engine.handle(request));
        else await next();
      },
    guard(guardOptions) {
      return guarding(async function secondFactorGuard(context, next) {
        const { engine, request } = open(context);
        const decided = engine.guard(request, guardOptions);
        const result = isPromise(decided) ? await decided : decided;
        if (!passes(context, result)) return;
        await next();
        const bypass =
          result.pass && result.signedOut ? await engine.findBypass(request, guardOptions) : null;
        if (bypass !== null) throw bypass;
      });
    },
    requireSecondFactor(requirement) {
      const requirementOf = requirementFor(requirement);
      return guarding(async function secondFactorRequirement(context, next) {
        const { host, engine, request } = open(context);
        const result = await engine.requireSecondFactor(request, requirementOf(host));
        if (passes(context, result)) await next();
      });
    },
    async signOut(context) {
      const { engine, request } = open(context);
      addHeaders(context, await engine.signOut(request));
    },
  };
}

function guarding(middleware: KoaMiddleware): KoaMiddleware {
  return Object.assign(middleware, { [guardMarker]: true });
}

function passes(context: KoaContext, result: GuardResult): boolean {
  if (result.pass) addHeaders(context, result.headers);
  else send(context, result.reply);
  return result.pass;
}
