/** The number of whole periods since the Unix epoch: T of RFC 6238 section 4.2, with T0 = 0. Exact beyond 2^32. */
export function timeStep(now: number, period: number): number {
  // One division: two would round twice, and a step's first millisecond could fall into the step before.
  return Math.floor(now / (period * 1000));
}
