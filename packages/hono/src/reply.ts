import { putHeaders, type RouteReply } from "@second-factor/core/http";
import type { Context } from "hono";
import type { StatusCode } from "hono/utils/http-status";

/** Through the context, so that fields which the host has set so far are kept. */
export function toResponse(c: Context, { status, headers, body }: RouteReply): Response {
  putHeaders(headers, (name, value, append) => c.header(name, value, { append }));
  return c.newResponse(body === "" ? null : body, status as StatusCode);
}

export function addHeaders(c: Context, headers: RouteReply["headers"]): void {
  for (const [name, value] of headers) c.header(name, value, { append: true });
}
