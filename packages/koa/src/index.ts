export { type SealedCookieOptions, type Subject, sealedCookie } from "@second-factor/core";
export type { KoaContext } from "./request.js";
export { type KoaMiddleware, type SecondFactor, secondFactor } from "./second-factor.js";
export { type KoaSessionOptions, koaSession } from "./sessions.js";
