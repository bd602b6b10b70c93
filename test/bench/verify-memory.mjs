import { compareVerify } from "./lib/compare-verify.mjs";

await compareVerify(
  "Verify over HTTP, memory stores (goal: 8 and 12 times better-auth; the shares are for Redis)",
);
