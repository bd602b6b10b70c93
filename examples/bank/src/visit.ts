import type { SignedIn } from "./users.js";

/** What the bank asks of a request, whatever framework it came through. */
export interface Visit {
  /** By lower-case name; undefined or "" where there is none. */
  header(name: string): string | undefined;
  readonly signedIn: SignedIn | null;
}

/** A person with a browser; programs ask for anything or for JSON. */
export function wantsPage({ header }: Pick<Visit, "header">): boolean {
  return header("accept")?.toLowerCase().includes("text/html") ?? false;
}

/**
 * Whether a form was sent by somebody else's page. Browsers tell by Sec-Fetch-Site, older ones by Origin; what sends
 * neither is a program. The suite checks its own routes itself.
 */
export function isCrossSite(
  { header }: Pick<Visit, "header">,
  trusted: readonly string[],
): boolean {
  const site = header("sec-fetch-site");
  if (site) return site !== "same-origin" && site !== "none";
  const origin = header("origin");
  return Boolean(origin) && !trusted.includes(origin as string);
}
