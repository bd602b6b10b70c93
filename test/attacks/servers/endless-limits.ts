import type { Limits } from "@second-factor/core";

/** Budgets that nobody can spend, so that every request of a burst gets to the question that is asked. */
export const endlessLimits: Limits = {
  durability: "shared",
  limiter: () => ({
    consume: async () => ({ remainingPoints: 1, consumedPoints: 1, msBeforeNext: 1000 }),
    get: async () => null,
    delete: async () => true,
  }),
};
