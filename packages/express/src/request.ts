import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type AdapterOptions,
  hostRequest,
  nodeWire,
  type RouteRequest,
} from "@second-factor/core/http";

/** What Express 4 and Express 5 both hand to a middleware. */
export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl: string;
  /** Where the router that handles the request is mounted, as the client spelled it. */
  readonly baseUrl: string;
  readonly body?: unknown;
  readonly res?: ServerResponse | undefined;
}

export function toRouteRequest<Host extends ExpressRequest>(
  request: Host,
  options: AdapterOptions<Host>,
): RouteRequest {
  return hostRequest(request, nodeWire(request, request.originalUrl, request.body), options);
}

/** Express matches mount paths in any case; how a client spells one is no fault of the set-up. */
export function mountedAt({ baseUrl }: ExpressRequest, basePath: string): string {
  return baseUrl.toLowerCase() === basePath.toLowerCase() ? basePath : baseUrl;
}
