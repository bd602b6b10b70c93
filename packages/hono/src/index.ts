export { type SealedCookieOptions, type Subject, sealedCookie } from "@second-factor/core";
export { type SecondFactor, secondFactor } from "./second-factor.js";
export { type HonoSessionOptions, honoSession } from "./sessions.js";
