import { type FoundRoute, isGuard } from "./found-route.js";

/** What Hono keeps of every handler and middleware, in the order of registration. */
export interface HonoRoute {
  readonly method: string;
  readonly path: string;
  readonly handler: unknown;
}

export function honoRoutes(routes: readonly HonoRoute[]): FoundRoute[] {
  const guards: HonoRoute[] = [];
  return routes.flatMap((route) => {
    const handler = unwrap(route.handler);
    if (isGuard(handler)) guards.push(route);
    if (!isHandler(handler)) return [];
    const { method, path } = route;
    return { method, path, guarded: guards.some((guard) => covers(guard, route)) };
  });
}

/** A sub-app with an error handler of its own wraps its handlers when it is mounted. */
function unwrap(handler: unknown): unknown {
  const { __COMPOSED_HANDLER: inner } = handler as { __COMPOSED_HANDLER?: unknown };
  return inner === undefined ? handler : unwrap(inner);
}

/** Hono itself tells them apart like this: a middleware takes `next`. */
function isHandler(handler: unknown): boolean {
  return typeof handler === "function" && handler.length < 2;
}

function covers(guard: HonoRoute, { method, path }: HonoRoute): boolean {
  if (guard.method !== "ALL" && guard.method !== method) return false;
  if (guard.path === path || guard.path === "*" || guard.path === "/*") return true;
  if (!guard.path.endsWith("/*")) return false;
  const base = guard.path.slice(0, -2);
  return path === base || path.startsWith(`${base}/`);
}
