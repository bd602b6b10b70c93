import { type FoundRoute, guardsItsEnd, isGuard, samplePath } from "./found-route.js";

/** What Express 4 and Express 5 keep of a `use()` or a route. */
export interface ExpressLayer {
  readonly handle: unknown;
  readonly name?: string;
  readonly route?: {
    readonly path: unknown;
    readonly methods: Readonly<Record<string, boolean>>;
    readonly stack: ReadonlyArray<{
      readonly handle: unknown;
      readonly method?: string | undefined;
    }>;
  };
  /** Express 4. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean };
  /** Express 5: mounted at "/". */
  readonly slash?: boolean;
  /** Express 5.3 and later: the path as it was declared. */
  readonly rawPath?: unknown;
  match?(path: string): unknown;
}

/** Whether a guard further out covers this path, which is relative to the router that asks. */
type Covered = (path: string | undefined) => boolean;

const isEverywhere = ({ slash, regexp }: ExpressLayer): boolean =>
  slash === true || regexp?.fast_slash === true;

function covers(guard: ExpressLayer, path: string | undefined): boolean {
  if (isEverywhere(guard)) return true;
  return path !== undefined && Boolean(guard.match?.(path));
}

export function expressRoutes(
  stack: readonly ExpressLayer[],
  prefix = "",
  outer: Covered = () => false,
): FoundRoute[] {
  const guards: ExpressLayer[] = [];
  const found: FoundRoute[] = [];
  const covered: Covered = (path) => outer(path) || guards.some((guard) => covers(guard, path));
  for (const layer of stack) {
    const { handle, route } = layer;
    if (route !== undefined) found.push(...routeMethods(route, prefix, covered));
    else if (isGuard(handle)) guards.push(layer);
    else if (layer.name === "mounted_app") {
      found.push({
        method: "ALL",
        path: `${prefix}${mountOf(layer) ?? ""} (mounted app)`,
        guarded: covered(undefined),
      });
    } else if (isRouter(handle)) {
      const before = [...guards];
      const mount = mountOf(layer);
      const inner: Covered = (path) => {
        const base = samplePath(mount);
        const whole = base === undefined || path === undefined ? undefined : base + path;
        return outer(whole) || before.some((guard) => covers(guard, whole));
      };
      found.push(...expressRoutes(handle.stack, prefix + (mount ?? "…"), inner));
    }
  }
  return found;
}

function routeMethods(
  { path, methods, stack }: NonNullable<ExpressLayer["route"]>,
  prefix: string,
  covered: Covered,
): FoundRoute[] {
  return Object.keys(methods).map((method) => {
    const handlers = stack
      .filter((layer) => method === "_all" || !layer.method || layer.method === method)
      .map((layer) => layer.handle);
    return {
      method: method === "_all" ? "ALL" : method.toUpperCase(),
      path: prefix + String(path),
      guarded: guardsItsEnd(handlers) || covered(samplePath(path)),
    };
  });
}

function isRouter(handle: unknown): handle is { readonly stack: readonly ExpressLayer[] } {
  return typeof handle === "function" && Array.isArray((handle as { stack?: unknown }).stack);
}

/** Where a router is mounted. Express 4 tells it by the pattern it made; Express 5.0 to 5.2 do not tell. */
function mountOf(layer: ExpressLayer): string | undefined {
  if (isEverywhere(layer)) return "";
  if (typeof layer.rawPath === "string") return layer.rawPath;
  const [, escaped] =
    /^\^((?:\\\/[\w~-]+)+)\\\/\?\(\?=\\\/\|\$\)$/.exec(layer.regexp?.source ?? "") ?? [];
  return escaped?.replaceAll("\\/", "/");
}
