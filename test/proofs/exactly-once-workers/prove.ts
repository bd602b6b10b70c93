import { otp } from "../exactly-once/otp.js";
import { type RoundsResult, runRounds } from "../exactly-once/run-rounds.js";
import { openVolley, type Volley } from "../load/volley.js";
import { type SettingName, startWorkers } from "./start-workers.js";

const connectionsEach = 100;
export const submissions = 2 * connectionsEach;

/** Rounds of one valid code in as many sessions, over two Workers of one workerd. */
export async function proveOnWorkers(
  setting: SettingName,
  rounds: number,
  say: (line: string) => void,
): Promise<RoundsResult> {
  const fleet = await startWorkers(setting);
  try {
    const { engine, records, ports } = fleet;
    const ground = { engine, volley: freshVolley(ports) };
    return await runRounds(otp, { rounds, fleet, records, ground, name: setting, say });
  } finally {
    await fleet.close();
  }
}

/** Connections of its own for each round: workerd closes one that was idle for five seconds. */
function freshVolley(ports: readonly number[]): Volley {
  const open = () => openVolley(ports, connectionsEach);
  return {
    size: submissions,
    load: async (requests) => (await open()).load(requests),
    async fire(requests) {
      const volley = await open();
      try {
        return await volley.fire(requests);
      } finally {
        volley.close();
      }
    },
    close: () => undefined,
  };
}
