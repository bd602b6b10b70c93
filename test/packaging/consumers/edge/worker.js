// What most Workers import; bundled the way wrangler does it.
export { createSecondFactor, keyRing } from "@second-factor/core";
export { secondFactor } from "@second-factor/hono";
