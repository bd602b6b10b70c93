import { limitsFrom } from "@second-factor/core";
import { limitsContract } from "@second-factor/testing";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { describe, it } from "vitest";

// Any limiter of the library fits as it is; its memory limiter stands for the ones that need a server.
limitsContract(
  { describe, it },
  {
    name: "rate-limiter-flexible",
    open: async () => ({
      limits: [limitsFrom((budget) => new RateLimiterMemory(budget))],
      close: async () => {},
    }),
    ownClock: true,
  },
);
