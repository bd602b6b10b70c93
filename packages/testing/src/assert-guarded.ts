import { type ExpressLayer, expressRoutes } from "./assert-guarded/express-routes.js";
import type { FoundRoute } from "./assert-guarded/found-route.js";
import { type HonoRoute, honoRoutes } from "./assert-guarded/hono-routes.js";
import { koaRoutes } from "./assert-guarded/koa-routes.js";

/**
 * Asserts that a guard stands in front of every route that is not said to be public: `guard()` further up in the app or
 * its router, or `requireSecondFactor()` in the route itself. Reads the lists that Express 4 and 5, Koa with
 * @koa/router, and Hono keep of their routes; runs nothing.
 *
 * It can't look into what answers without a route: a middleware, a mounted Koa app. Express 5.0 to 5.2 do not tell where
 * a router is mounted, so there a guard below a path covers only routes of the same router.
 *
 * @param publicRoutes "/login" for any method, "POST /login" for one; "/assets/*" for all below. Name the suite's own
 *   routes too ("/2fa/*"), which Hono lists among the app's.
 * @throws Error that lists the routes without a guard, or says that there are none to look at
 */
export function assertGuarded(app: unknown, publicRoutes: readonly string[]): void {
  const routes = routesOf(app);
  if (routes.length === 0) {
    throw new Error("assertGuarded found no routes: there is nothing that it could vouch for.");
  }
  const open = routes.filter(
    (route) => !route.guarded && !publicRoutes.some((entry) => names(entry, route)),
  );
  if (open.length === 0) return;
  const list = open.map(({ method, path }) => `  ${method} ${path}`).join("\n");
  throw new Error(
    `No guard stands in front of these routes:\n${list}\nMount guard() above them, or name them as public.`,
  );
}

function names(entry: string, { method, path }: FoundRoute): boolean {
  const [, only, named = ""] = /^(?:([A-Z]+) )?(.*)$/s.exec(entry) ?? [];
  if (only !== undefined && only !== method) return false;
  if (named === path) return true;
  return (
    named.endsWith("/*") && (path === named.slice(0, -2) || path.startsWith(named.slice(0, -1)))
  );
}

interface AnyApp {
  readonly fetch?: unknown;
  readonly routes?: unknown;
  readonly callback?: unknown;
  readonly middleware?: unknown;
  readonly _router?: { readonly stack?: unknown };
  readonly router?: { readonly stack?: unknown };
}

function routesOf(app: unknown): FoundRoute[] {
  const any = (app ?? {}) as AnyApp;
  if (typeof any.fetch === "function" && Array.isArray(any.routes)) {
    return honoRoutes(any.routes as HonoRoute[]);
  }
  if (typeof any.callback === "function" && Array.isArray(any.middleware)) {
    return koaRoutes(any.middleware);
  }
  if (typeof app === "function") {
    // Express 4 throws where one asks for `app.router`; before the first use() it has no router at all.
    const stack = "_router" in app || "lazyrouter" in app ? any._router?.stack : any.router?.stack;
    return expressRoutes(Array.isArray(stack) ? (stack as ExpressLayer[]) : []);
  }
  throw new TypeError("assertGuarded knows Express, Koa and Hono apps, and this is none of them.");
}
