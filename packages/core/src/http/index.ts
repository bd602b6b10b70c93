export { after, isPromise, type MaybePromise } from "../maybe-promise.js";
export type {
  AdapterEngine,
  AdapterOptions,
  EngineSource,
  GuardOptions,
  RequirementOptions,
} from "./adapter-port.js";
export { guardMarker } from "./adapter-port.js";
export { checkAdapterOptions } from "./check-adapter-options.js";
export { clientFromSocket, type WebPeer, webPeerAddress } from "./client-info.js";
export { collectBytes } from "./collect-bytes.js";
export type { FetchContext, FetchHandler, FetchVerdict } from "./fetch-handler.js";
export { createFetchHandler } from "./fetch-handler.js";
export type { WireRequest } from "./host-request.js";
export { engineFor, hostRequest } from "./host-request.js";
export { type HostRequirement, requirementFor } from "./host-requirement.js";
export { localPath } from "./local-path.js";
export type { NodeRequest } from "./node-request.js";
export { nodeWire } from "./node-request.js";
export type * from "./page.js";
export type { ProblemCode } from "./problem.js";
export { problemCodes, problemDetail, problemStatus } from "./problem.js";
export { putHeaders } from "./put-headers.js";
export { readStream } from "./read-stream.js";
export type {
  ClientInfo,
  GuardResult,
  RequestBody,
  RouteReply,
  RouteRequest,
} from "./route-request.js";
export type { Route, RouteMethod } from "./route-table.js";
export { routeTable } from "./route-table.js";
export type { SealedCookieOptions } from "./sealed-cookie.js";
export { sealedCookie } from "./sealed-cookie.js";
export type { SessionContext, SessionHandle, SessionPort } from "./session-port.js";
export type { SlotSeal } from "./slot-seal.js";
export type * from "./staff-page.js";
