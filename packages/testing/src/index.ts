export type {
  AdapterUnderTest,
  ContractApp,
  ContractAppOptions,
} from "./adapter-contract/adapter-case.js";
export type { Exchange } from "./adapter-contract/exchange.js";
export { adapterContract } from "./adapter-contract.js";
export { assertGuarded } from "./assert-guarded.js";
export type { LimitsUnderTest } from "./limits-contract/limits-case.js";
export { limitsContract } from "./limits-contract.js";
export { type ManualClock, manualClock } from "./manual-clock.js";
export type { MasterKeyUnderTest } from "./master-key-contract/master-key-case.js";
export { masterKeyContract } from "./master-key-contract.js";
export type { RecordsUnderTest } from "./records-contract/records-case.js";
export { recordsContract } from "./records-contract.js";
export type { ReplayUnderTest } from "./replay-contract/replay-case.js";
export { replayContract } from "./replay-contract.js";
export type { Runner } from "./runner.js";
export {
  type SharedSecret,
  type VirtualAuthenticator,
  type VirtualAuthenticatorOptions,
  virtualAuthenticator,
} from "./virtual-authenticator.js";
