import type { Settings } from "../configuration/settings.js";
import { type Problem, problemDetail, problemStatus } from "./problem.js";
import type { RouteReply, RouteRequest } from "./route-request.js";

/** On everything but the two static files: it may hold a secret, and it is nobody else's. */
const privateHeaders = [
  ["Cache-Control", "no-store"],
  ["X-Content-Type-Options", "nosniff"],
  // no-referrer would make the browser send "Origin: null" with our own forms.
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
] as const;

const pageHeaders = [
  ...privateHeaders,
  ["Content-Type", "text/html; charset=utf-8"],
  [
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  ],
  ["X-Frame-Options", "DENY"],
] as const;

type Headers = RouteReply["headers"];

/** Whether a person reads the reply: a browser's navigation or form asks for HTML, a program does not. */
export function wantsPage(request: Pick<RouteRequest, "header">): boolean {
  return request.header("accept")?.toLowerCase().includes("text/html") ?? false;
}

export function jsonReply(status: number, json: object | null, headers: Headers = []): RouteReply {
  if (json === null) return { status, headers: [...privateHeaders, ...headers], body: "" };
  const all: Headers = [
    ...privateHeaders,
    ["Content-Type", "application/json; charset=utf-8"],
    ...headers,
  ];
  return { status, headers: all, body: JSON.stringify(json) };
}

export function pageReply(status: number, html: string, headers: Headers = []): RouteReply {
  return { status, headers: [...pageHeaders, ...headers], body: html };
}

/** 303: whatever the method was, the next request is a GET. */
export function redirect(location: string, headers: Headers = []): RouteReply {
  return {
    status: 303,
    headers: [...privateHeaders, ["Location", location], ...headers],
    body: "",
  };
}

/** Stylesheet and script hold nothing of anyone's. */
export function staticReply(contentType: string, body: string): RouteReply {
  const headers: Headers = [
    ["Cache-Control", "public, max-age=3600"],
    ["X-Content-Type-Options", "nosniff"],
    ["Content-Type", `${contentType}; charset=utf-8`],
  ];
  return { status: 200, headers, body };
}

/** RFC 9457, with a `code` that never changes and a page that explains it. */
export function problemReply(
  { help }: Pick<Settings, "help">,
  { code, members, retryAfterSeconds, allow }: Problem,
  headers: Headers = [],
  status = problemStatus(code),
): RouteReply {
  const body = {
    type: `${help}#${code}`,
    title: code.replaceAll("_", " "),
    status,
    detail: problemDetail(code),
    code,
    ...members,
    ...(retryAfterSeconds !== undefined && { retryAfter: retryAfterSeconds }),
  };
  const more: Array<readonly [string, string]> = [["Content-Type", "application/problem+json"]];
  if (retryAfterSeconds !== undefined)
    more.push(["Retry-After", String(Math.max(1, Math.ceil(retryAfterSeconds)))]);
  if (allow !== undefined) more.push(["Allow", allow]);
  return { status, headers: [...privateHeaders, ...more, ...headers], body: JSON.stringify(body) };
}
