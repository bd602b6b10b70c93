import type { MasterKeyError, MasterKeyFault } from "../master-key.js";
import type { RingKey } from "./unwrapper.js";

const faults: readonly string[] = ["unreachable", "denied", "refused"] satisfies MasterKeyFault[];

/** For operators: a code, and a sentence. Of what is no MasterKeyError nobody knows what its message holds. */
export function explainFault(
  { id, masterKey }: RingKey,
  cause: unknown,
): { readonly fault: MasterKeyFault; readonly problem: string } {
  // By its name: a second copy of this package has a class of its own.
  const { name, fault = "", message } = (cause ?? {}) as Partial<MasterKeyError>;
  const known = name === "MasterKeyError" && faults.includes(fault);
  const why = known ? message : "it failed with an error that is no MasterKeyError";
  return {
    fault: known ? (fault as MasterKeyFault) : "unreachable",
    problem: `${masterKey.name} did not unwrap the data key ${id}: ${why}.`,
  };
}
