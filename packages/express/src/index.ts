export { type SealedCookieOptions, type Subject, sealedCookie } from "@second-factor/core";
export type { ExpressRequest } from "./request.js";
export { type ExpressMiddleware, type SecondFactor, secondFactor } from "./second-factor.js";
export { type ExpressSessionOptions, expressSession } from "./sessions.js";
