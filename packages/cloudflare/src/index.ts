export { SecondFactorObject } from "#second-factor-object";
export type { DurableObjectOptions, SecondFactorNamespace, SecondFactorStub } from "./binding.js";
export { durableObjectLimits } from "./durable-object-limits.js";
export { durableObjectReplay } from "./durable-object-replay.js";
