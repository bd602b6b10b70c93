import type { Clock } from "../../clock.js";
import type { TellWarning } from "../warnings.js";
import { explainFault } from "./explain-fault.js";
import type { RingKey } from "./unwrapper.js";

/** An outage is told of this often for each key, and not with every request. */
const tellAgainMs = 30_000;

export function createFaultTeller(
  clock: Clock,
  tell: TellWarning,
): (key: RingKey, cause: unknown) => void {
  const toldAt = new Map<string, number>();
  return (key, cause) => {
    const now = clock.now();
    const last = toldAt.get(key.id);
    if (last !== undefined && Math.abs(now - last) < tellAgainMs) return;
    toldAt.set(key.id, now);
    const { fault, problem } = explainFault(key, cause);
    tell(`master_key_${fault}`, problem);
  };
}
