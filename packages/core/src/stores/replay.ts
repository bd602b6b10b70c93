import type { CheckStore } from "./finding.js";
import type { Durability, StepRange } from "./records.js";

/**
 * A memory of used steps beside the records, for records that cannot compare-and-set. Where an engine has one, it
 * decides every step and the row only remembers; records that can decide, such as SQL's, need none.
 */
export interface ReplayStore {
  readonly durability: Durability;
  readonly check?: CheckStore;
  forNamespace(namespace: string): Replay;
}

export interface Replay {
  /**
   * Compare-and-set: true for exactly one of any number of parallel callers, where `steps.first` is above `floor` and
   * above every step accepted before; then everything up to `steps.last` is used.
   *
   * `floor` is the last step that the caller's row knows. `memorySeconds` is how long an accepted code could be
   * presented again. A store that can't be sure of having every acceptance of that time (a restart, a failover, a
   * flush, an eviction) accepts nothing until the time is over: it rejects with an error whose `retryAfterSeconds`
   * says how long that is.
   */
  acceptStep(
    subjectId: string,
    authenticatorId: string,
    steps: StepRange,
    floor: number,
    memorySeconds: number,
  ): Promise<boolean>;
}
