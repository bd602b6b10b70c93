import type { AlarmsState } from "@second-factor/core/alarms";
import { renderDocument } from "../document.js";
import { english } from "../english.js";
import { fingerprint } from "../fingerprint.js";
import { stylesheet } from "../stylesheet.js";
import type { View } from "../view.js";
import { securityContent } from "./security-content.js";

export interface SecurityPageOptions {
  readonly issuer: string;
  /** Where the engine's routes are mounted: the stylesheet comes from there. */
  readonly basePath: string;
  /** Of dates; the sentences are English. "en" by default. */
  readonly locale?: string;
}

/** To send along with it. It holds account names and addresses, and needs no script. */
export const securityPageHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/**
 * The page of `GET /staff/security` for an app that has no `staff`, as a whole document: `securityPage(alarms.state(), {
 * issuer, basePath })`. Serve it behind your own check of who is an operator, and a fresh second factor.
 */
export function securityPage(
  state: AlarmsState,
  { issuer, basePath, locale = "en" }: SecurityPageOptions,
): string {
  const frame = { issuer, basePath, subjectName: "", formToken: "", returnTo: "", error: null };
  const version = fingerprint(stylesheet);
  const view: View = { frame, say: english, locale, appLinks: [], version };
  const content = { ...securityContent(view, state), scriptless: true };
  return renderDocument(view, content).toString();
}
