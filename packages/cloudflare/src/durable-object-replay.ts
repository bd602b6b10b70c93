import type { ReplayStore, StepRange } from "@second-factor/core/stores";
import { type DurableObjectOptions, openBinding, type SecondFactorNamespace } from "./binding.js";
import { checkObject } from "./check-object.js";

/**
 * A memory of used steps in Durable Objects, one for each subject, for records that cannot compare-and-set, such as
 * Workers KV. Records on D1 can, and need none.
 *
 * @throws ConfigurationError `replay_invalid` where the binding is missing
 */
export function durableObjectReplay(
  namespace: SecondFactorNamespace,
  options: DurableObjectOptions = {},
): ReplayStore {
  const asker = { store: "durableObjectReplay", code: "replay_invalid" } as const;
  const binding = openBinding(namespace, asker, options);
  return {
    durability: "durable",
    check: (clock) => checkObject(binding, clock),
    forNamespace: (engine) => ({
      async acceptStep(subjectId, authenticatorId, steps, floor, memorySeconds) {
        refuseOddSteps(steps, floor, memorySeconds);
        const { first, last } = steps;
        return binding.ask(["replay", engine, subjectId], (object) =>
          object.acceptStep(authenticatorId, { first, last }, floor, memorySeconds),
        );
      },
    }),
  };
}

/** Nothing is above NaN and nothing below: such a step would always be accepted. */
function refuseOddSteps({ first, last }: StepRange, floor: number, memorySeconds: number): void {
  const whole = [first, last, floor].every(Number.isSafeInteger) && first <= last;
  if (whole && memorySeconds > 0 && Number.isFinite(memorySeconds)) return;
  throw new RangeError("acceptStep wants whole steps, the first not above the last, and a time");
}
