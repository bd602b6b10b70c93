import { ConfigurationError } from "../configuration/configuration-error.js";
import type { CheckStore, StoreFinding } from "./finding.js";

interface Checked {
  readonly check?: CheckStore;
}

/** What every store finds about itself, each told once: several may stand on one server. Never rejects. */
export async function checkStores(
  stores: readonly (Checked | undefined)[],
): Promise<readonly StoreFinding[]> {
  const found = await Promise.all(stores.map((store) => check(store)));
  const told = new Map(
    found.flat().map((finding) => [`${finding.code} ${finding.problem}`, finding]),
  );
  return [...told.values()];
}

async function check(store: Checked | undefined): Promise<readonly StoreFinding[]> {
  try {
    return (await store?.check?.()) ?? [];
  } catch {
    // The cause may name credentials; whoever wrote the store has to say more.
    const problem = "A store could not be looked at.";
    const remedy = "Its check() must answer with findings and not reject.";
    return [{ severity: "error", code: "store_unreachable", problem, remedy }];
  }
}

/** @throws ConfigurationError with the first finding that no engine should serve with */
export function refuseErrors(findings: readonly StoreFinding[]): void {
  const [worst] = findings.filter(({ severity }) => severity === "error");
  if (worst !== undefined) throw new ConfigurationError(worst.code, worst.problem, worst.remedy);
}
