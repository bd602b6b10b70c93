import { type Clock, compareClocks, type StoreFinding } from "@second-factor/core/stores";
import type { Connection } from "../connection/connection.js";
import { RedisFault } from "../connection/redis-fault.js";
import { script } from "../connection/script.js";
import { consumeScript } from "../limits/budget-scripts.js";
import { markerKey, partitions } from "../replay/replay-keys.js";
import { markScript } from "../replay/replay-scripts.js";
import { faultFinding } from "./fault-finding.js";
import { readServers } from "./read-servers.js";
import { replicaLagFindings } from "./replica-lag.js";
import { type Store, settingFindings } from "./setting-findings.js";

/** Looks at the servers that the store would use: can it write there, and do their settings keep what it promises? */
export async function checkServer(
  connection: Connection,
  store: Store,
  clock?: Clock,
): Promise<readonly StoreFinding[]> {
  try {
    await (store === "limits" ? tryBudget(connection) : markPartitions(connection));
    const servers = await readServers(connection);
    const found = await compareWith(connection, clock);
    if (servers.length === 0) return [...found, unseenSettings(connection)];
    found.push(...servers.flatMap((info) => settingFindings(info, connection.topology, store)));
    const limited = servers.some((info) => info.get("min_slaves_good_slaves") !== undefined);
    if (store === "replay" && limited) found.push(...(await replicaLagFindings(connection)));
    return found;
  } catch (fault) {
    if (!(fault instanceof RedisFault)) throw fault;
    return [faultFinding(fault)];
  }
}

const timeScript = script("return redis.call('TIME')");

/** No code is measured by the clock of Redis; but it is another machine's, and one of the two may be wrong. */
async function compareWith(
  connection: Connection,
  clock: Clock | undefined,
): Promise<StoreFinding[]> {
  if (clock === undefined) return [];
  const time = async () => {
    const answer = await connection.run(timeScript, [markerKey(partitions[0] ?? "")], []);
    const [seconds, microseconds] = Array.isArray(answer) ? answer : [];
    return Number(seconds) * 1000 + Number(microseconds) / 1000;
  };
  return [...(await compareClocks(clock, `Redis at ${connection.server}`, time))];
}

/** A budget that nobody has, gone after a second. */
async function tryBudget(connection: Connection): Promise<void> {
  await connection.run(consumeScript, ["second-factor:limits:{check}"], ["1", "1", "1000000"]);
}

/** At start, so that the fence of a new server is over, or nearly, when the first code comes. */
async function markPartitions(connection: Connection): Promise<void> {
  await Promise.all(
    partitions.map((partition) => connection.run(markScript, [markerKey(partition)], [])),
  );
}

function unseenSettings({ server }: Connection): StoreFinding {
  return {
    severity: "warning",
    code: "store_credentials_refused",
    problem: `Redis at ${server} does not let the client's user run INFO, so its settings were not looked at.`,
    remedy: "Grant it +info, or make sure that maxmemory-policy is noeviction.",
  };
}
