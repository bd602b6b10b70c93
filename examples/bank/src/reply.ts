import type { Html } from "./pages/html.js";
import { contentSecurityPolicy } from "./pages/style.js";
import { type Visit, wantsPage } from "./visit.js";

/** What a framework has to send. */
export interface BankReply {
  readonly status: 200 | 303 | 400 | 401 | 403;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const privateHeaders = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  // Not "no-referrer": browsers would send "Origin: null" with our own forms.
  "Referrer-Policy": "same-origin",
};

/** The page for people, the JSON for programs. */
export function reply(
  visit: Visit,
  status: BankReply["status"],
  page: Html,
  json: object,
): BankReply {
  if (!wantsPage(visit)) return jsonReply(status, json);
  const headers = {
    ...privateHeaders,
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": contentSecurityPolicy,
  };
  return { status, headers, body: page.toString() };
}

/** Another page for people, the JSON for programs. */
export function goOn(visit: Visit, location: string, status: 200 | 401, json: object): BankReply {
  if (!wantsPage(visit)) return jsonReply(status, json);
  return { status: 303, headers: { ...privateHeaders, Location: location }, body: "" };
}

function jsonReply(status: BankReply["status"], json: object): BankReply {
  const headers = { ...privateHeaders, "Content-Type": "application/json; charset=utf-8" };
  return { status, headers, body: JSON.stringify(json) };
}
