import type { Clock } from "../clock.js";
import { ConfigurationError } from "../configuration/configuration-error.js";
import { answerInTime } from "./deadline.js";
import type { CheckStore, StoreFinding } from "./finding.js";

interface Checked {
  readonly check?: CheckStore;
}

/** What every store finds about itself, each told once: several may stand on one server. Never rejects. */
export async function checkStores(
  stores: readonly (Checked | undefined)[],
  clock: Clock,
): Promise<readonly StoreFinding[]> {
  const found = await Promise.all(stores.map((store) => check(store, clock)));
  const told = new Map(
    found.flat().map((finding) => [`${finding.code} ${finding.problem}`, finding]),
  );
  return [...told.values()];
}

/** Longer than any connection should take, and no reason to let an app hang at its start without a word. */
const longestCheckSeconds = 10;

const areFindings = (answer: unknown): answer is readonly StoreFinding[] => Array.isArray(answer);

async function check(store: Checked | undefined, clock: Clock): Promise<readonly StoreFinding[]> {
  if (store?.check === undefined) return [];
  const look = async () => store.check?.(clock);
  const milliseconds = longestCheckSeconds * 1000;
  try {
    return await answerInTime("check", look, areFindings, { milliseconds });
  } catch {
    // The cause may name credentials; whoever wrote the store has to say more.
    const problem = "A store could not be looked at.";
    const remedy = `See whether its server can be reached. Its check() must answer with findings within ${longestCheckSeconds} seconds, and not reject.`;
    return [{ severity: "error", code: "store_unreachable", problem, remedy }];
  }
}

/** @throws ConfigurationError with the first finding that no engine should serve with */
export function refuseErrors(findings: readonly StoreFinding[]): void {
  const [worst] = findings.filter(({ severity }) => severity === "error");
  if (worst !== undefined) throw new ConfigurationError(worst.code, worst.problem, worst.remedy);
}
