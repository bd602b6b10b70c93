import { must } from "../runner.js";
import type { Reply } from "./browser.js";

/** A problem as RFC 9457 has it, with its own status, its code and a page that explains it. */
export function mustRefuse(reply: Reply, status: number, code: string, what: string): void {
  const { json } = reply;
  must(
    reply.status === status && reply.code === code,
    `${what}: ${reply.status} ${reply.code || reply.text.slice(0, 80)} instead of ${status} ${code}`,
  );
  must(
    json.status === status && typeof json.title === "string" && typeof json.detail === "string",
    `${what}: the problem lacks one of type, title, status and detail`,
  );
  must(String(json.type).endsWith(`#${code}`), `${what}: the problem's type leads to no help`);
  mustBePrivate(reply, what);
}

export function mustAnswer(reply: Reply, status: number, what: string): void {
  must(
    reply.status === status,
    `${what}: ${reply.status} ${reply.code || reply.text.slice(0, 80)} instead of ${status}`,
  );
}

/** 303 and where to: never a cached redirect, never a repeated POST. */
export function mustLead(reply: Reply, location: string, what: string): void {
  const led = reply.headers.get("location");
  must(
    reply.status === 303 && led === location,
    `${what}: ${reply.status} to ${led} instead of 303 to ${location}`,
  );
  mustBePrivate(reply, what);
}

/** Nothing of the suite's may be kept by a cache, guessed at by a browser, or given to another site. */
export function mustBePrivate({ headers }: Reply, what: string): void {
  const fields = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  };
  for (const [name, value] of Object.entries(fields)) {
    must(headers.get(name) === value, `${what}: ${name} is ${headers.get(name)}, not ${value}`);
  }
}
