import { type Route, routeTable } from "./route-table.js";

export type RouteMatch =
  | {
      readonly kind: "route";
      readonly route: Route;
      readonly params: Readonly<Record<string, string>>;
    }
  /** The path exists, with other methods. */
  | { readonly kind: "method"; readonly allow: string }
  | { readonly kind: "none" };

/** Ids are base64url; anything else in their place is a path that does not exist. */
const id = "([A-Za-z0-9_-]{1,64})";

const patterns = routeTable.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(":id", id)}$`),
}));

/** The path as it came, still encoded: "%76erify", "/verify/" and "//verify" are other paths, and none of ours. */
export function matchRoute(method: string, path: string): RouteMatch {
  const found = patterns.flatMap(({ route, pattern }) => {
    const match = pattern.exec(path);
    return match === null
      ? []
      : [{ route, params: match[1] === undefined ? {} : { id: match[1] } }];
  });
  if (found.length === 0) return { kind: "none" };
  const asked = method === "HEAD" ? "GET" : method;
  const hit = found.find(({ route }) => route.method === asked);
  if (hit !== undefined) return { kind: "route", ...hit };
  const methods = found.map(({ route }) => (route.method === "GET" ? "GET, HEAD" : route.method));
  return { kind: "method", allow: methods.join(", ") };
}
