import { type Budget, type Limits, refuseOddBudget } from "@second-factor/core/stores";
import { type DurableObjectOptions, openBinding, type SecondFactorNamespace } from "./binding.js";
import { checkObject } from "./check-object.js";

/**
 * Short budgets in Durable Objects: one for each account, and one for each client address, so that every point is
 * counted in one place. Windows go by the clock of the object. An object that is overloaded or was reset makes the call
 * reject, and nothing is sent again: nobody knows whether the point was taken.
 *
 * @throws ConfigurationError `limits_invalid` where the binding is missing
 */
export function durableObjectLimits(
  namespace: SecondFactorNamespace,
  options: DurableObjectOptions = {},
): Limits {
  const asker = { store: "durableObjectLimits", code: "limits_invalid" } as const;
  const binding = openBinding(namespace, asker, options);
  return {
    durability: "shared",
    check: (clock) => checkObject(binding, clock),
    limiter(budget) {
      refuseOddBudget(budget);
      const { name, points, durationSeconds } = budget;
      const sent: Budget = { name, points, durationSeconds };
      return {
        async consume(key) {
          const answer = await binding.ask(["limits", key], (object) => object.consumePoint(sent));
          const { taken, consumedPoints, remainingPoints, msBeforeNext } = answer;
          const state = { consumedPoints, remainingPoints, msBeforeNext };
          if (taken === true) return state;
          if (taken === false) return Promise.reject(state);
          throw new TypeError("A Durable Object gave an answer that no budget has");
        },
        async get(key) {
          const answer = await binding.ask(["limits", key], (object) => object.readBudget(sent));
          if (answer === null) return null;
          const { consumedPoints, remainingPoints, msBeforeNext } = answer;
          return { consumedPoints, remainingPoints, msBeforeNext };
        },
        delete: (key) => binding.ask(["limits", key], (object) => object.forgetBudget(name)),
      };
    },
  };
}
