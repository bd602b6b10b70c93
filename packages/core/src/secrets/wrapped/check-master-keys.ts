import type { StoreFinding } from "../../stores/finding.js";
import type { MasterKeyFault } from "../master-key.js";
import { explainFault } from "./explain-fault.js";
import type { RingKey, Unwrapper } from "./unwrapper.js";

const remedies: Readonly<Record<MasterKeyFault, string>> = {
  unreachable:
    "Look at the network, at the endpoint and the region, and whether the service is up.",
  denied: "Let the credentials of this process decrypt with the master key.",
  refused:
    "See that the master key is enabled and is the one that wrapped the data key, under this very id.",
};

/**
 * Unwraps every data key once. With one that cannot be had nothing that it sealed opens; without the first nothing can
 * be sealed either, and no engine should serve. Never rejects.
 */
export async function checkMasterKeys(
  keys: readonly RingKey[],
  unwrap: Unwrapper["unwrap"],
): Promise<readonly StoreFinding[]> {
  const found = await Promise.all(
    keys.map((key, index) =>
      unwrap(key).then(
        () => [],
        (error: Error) => [describe(key, index === 0, error.cause)],
      ),
    ),
  );
  return found.flat();
}

function describe(key: RingKey, seals: boolean, cause: unknown): StoreFinding {
  const { fault, problem } = explainFault(key, cause);
  return {
    severity: seals ? "error" : "warning",
    code: `master_key_${fault}`,
    problem,
    remedy: remedies[fault],
  };
}
