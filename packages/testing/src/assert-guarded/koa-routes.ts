import { type FoundRoute, guardsItsEnd, isGuard, samplePath } from "./found-route.js";

/** What @koa/router keeps of a route; without methods it is a middleware of `router.use()`. */
export interface KoaLayer {
  readonly path: unknown;
  readonly methods: readonly string[];
  readonly stack: readonly unknown[];
  match(path: string): boolean;
}

export function koaRoutes(middlewares: readonly unknown[]): FoundRoute[] {
  const found: FoundRoute[] = [];
  let guarded = false;
  for (const middleware of middlewares) {
    guarded ||= isGuard(middleware);
    const layers = routerLayers(middleware);
    if (layers !== null) found.push(...layerRoutes(layers, guarded));
  }
  return found;
}

/** `router.routes()` carries its router along. */
function routerLayers(middleware: unknown): readonly KoaLayer[] | null {
  const { router } = middleware as { router?: { stack?: unknown } };
  return Array.isArray(router?.stack) ? (router.stack as KoaLayer[]) : null;
}

function layerRoutes(layers: readonly KoaLayer[], covered: boolean): FoundRoute[] {
  const guards: KoaLayer[] = [];
  return layers.flatMap((layer) => {
    const { path, methods, stack } = layer;
    if (methods.length === 0) {
      if (stack.some(isGuard)) guards.push(layer);
      return [];
    }
    const sample = samplePath(path);
    const guarded =
      covered ||
      guardsItsEnd(stack) ||
      guards.some((guard) => sample !== undefined && guard.match(sample));
    // HEAD comes with GET by itself.
    const named = methods.filter((method) => method !== "HEAD" || !methods.includes("GET"));
    const all = named.length > 20 ? ["ALL"] : named;
    return all.map((method) => ({ method, path: String(path), guarded }));
  });
}
