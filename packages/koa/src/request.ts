import type { IncomingMessage } from "node:http";
import {
  type AdapterOptions,
  hostRequest,
  nodeWire,
  type RouteRequest,
} from "@second-factor/core/http";

/** What Koa 2 and Koa 3 both hand to a middleware. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly request: object;
  readonly originalUrl: string;
  /** Without what koa-mount took off. */
  readonly path: string;
  status: number;
  body: unknown;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
  remove(name: string): void;
}

export function toRouteRequest<Host extends KoaContext>(
  context: Host,
  options: AdapterOptions<Host>,
): RouteRequest {
  const { body } = context.request as { readonly body?: unknown };
  return hostRequest(context, nodeWire(context.req, context.originalUrl, body), options);
}

/** Where koa-mount put the middleware; "" where it did not. */
export function mountedAt(whole: string, { path }: KoaContext): string {
  if (path === whole) return "";
  if (path === "/") return whole.replace(/\/$/, "");
  return whole.endsWith(path) ? whole.slice(0, -path.length) : "";
}

export const isBelow = (path: string, base: string): boolean =>
  path === base || path.startsWith(`${base}/`);
