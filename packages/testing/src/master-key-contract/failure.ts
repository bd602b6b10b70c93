import type { MasterKeyError } from "@second-factor/core";
import { must } from "../runner.js";

const faults: readonly unknown[] = ["unreachable", "denied", "refused"];

/** What a call failed with, or null where it did not. */
export async function failureOf(call: Promise<unknown>): Promise<MasterKeyError | null> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error === null) return null;
  const { name, fault } = (error ?? {}) as Partial<MasterKeyError>;
  must(
    // By its name: a test may load a second copy of core.
    name === "MasterKeyError" && faults.includes(fault),
    `a call failed with ${String(name)} instead of a MasterKeyError that is unreachable, denied or refused`,
  );
  return error as MasterKeyError;
}
