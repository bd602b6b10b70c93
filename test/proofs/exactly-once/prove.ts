import { bankEngine } from "../bank/bank-engine.js";
import { startFleet } from "../bank/fleet.js";
import { openStores } from "../bank/open-stores.js";
import { untilWarm } from "../load/until-warm.js";
import { openVolley } from "../load/volley.js";
import { type KindName, kinds } from "./kinds.js";
import { type RoundsResult, runRounds } from "./run-rounds.js";
import { type SettingName, startSetting } from "./settings.js";

export const processes = 8;
const connectionsEach = 25;
export const submissions = processes * connectionsEach;

export interface ProveOptions {
  readonly rounds: number;
  /** What a replay store remembers for, in seconds, where it shall not be the engine's four minutes. */
  readonly memorySeconds?: number | null;
  readonly say: (line: string) => void;
  readonly onResult: (kind: KindName, result: RoundsResult) => void;
}

/** Rounds of each kind on one set of stores: real servers of its own, and eight processes. */
export async function proveExactlyOnce(
  name: SettingName,
  chosen: readonly KindName[],
  { rounds, memorySeconds = null, say, onResult }: ProveOptions,
): Promise<void> {
  const setting = await startSetting(name, memorySeconds);
  try {
    const stores = await openStores(setting.at);
    const fleet = await startFleet(processes, setting.at);
    const volley = await openVolley(fleet.ports, connectionsEach);
    const engine = bankEngine(stores, setting.at);
    const records = stores.records.forNamespace("default");
    try {
      if (stores.replay !== null) await untilWarm(volley, engine, 2 * (memorySeconds ?? 240));
      for (const kind of chosen) {
        const ground = { engine, volley };
        const options = { rounds, fleet, records, ground, name: kind, say };
        onResult(kind, await runRounds(kinds[kind], options));
      }
    } finally {
      volley.close();
      await fleet.close();
      await stores.close();
    }
  } finally {
    await setting.close();
  }
}
