import type { RouteRequest } from "./route-request.js";

export type OriginVerdict =
  | "trusted"
  | "refused"
  /** A client that sends neither field: a JSON body or the page's own token has to prove it. */
  | "unproven";

/**
 * Whether a mutation comes from the app's own pages. Browsers say so themselves: Sec-Fetch-Site where they have it,
 * else Origin, compared whole with the list. No URL is rebuilt from Host, which the client chooses.
 */
export function checkOrigin(
  request: Pick<RouteRequest, "header">,
  trusted: ReadonlySet<string>,
): OriginVerdict {
  const site = request.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none" ? "trusted" : "refused";
  const origin = request.header("origin");
  if (origin !== undefined) return trusted.has(origin) ? "trusted" : "refused";
  return "unproven";
}
