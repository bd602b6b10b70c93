import type { Connection } from "../connection/connection.js";
import { RedisFault } from "../connection/redis-fault.js";
import { script } from "../connection/script.js";
import { markerKey, partitions } from "../replay/replay-keys.js";

/** What one primary tells of itself with INFO, by field. */
export interface ServerInfo {
  /** As it stands in messages. */
  readonly server: string;
  get(field: string): string | undefined;
}

/** Through a script, since every client can run one and it goes to the primary that has the key. */
const infoScript = script(`
local told = {}
for _, section in ipairs({'server', 'memory', 'replication'}) do
  local info = redis.pcall('INFO', section)
  if type(info) == 'table' then return {0, info.err} end
  table.insert(told, info)
end
return {1, table.concat(told, '\\n')}`);

/** Every primary that holds keys of ours. Empty where INFO is not allowed. @throws RedisFault */
export async function readServers(connection: Connection): Promise<readonly ServerInfo[]> {
  const { topology } = connection;
  const asked = topology === "cluster" ? partitions : partitions.slice(0, 1);
  const answers = await Promise.all(
    asked.map((partition) => connection.run(infoScript, [markerKey(partition)], [])),
  );
  const infos = answers.map((answer) => parseInfo(connection, answer));
  const byLife = new Map(infos.map((info) => [info?.get("run_id"), info]));
  return [...byLife.values()].filter((info) => info !== null && info !== undefined);
}

function parseInfo({ server, topology }: Connection, answer: unknown): ServerInfo | null {
  if (!Array.isArray(answer)) throw new RedisFault(server, "a script did not answer as written");
  const [told, text] = answer;
  if (Number(told) !== 1) return null;
  const fields = new Map<string, string>();
  for (const line of String(text).split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at > 0) fields.set(line.slice(0, at), line.slice(at + 1));
  }
  const port = fields.get("tcp_port");
  const name = topology === "cluster" && port ? `${server} (the node on port ${port})` : server;
  return { server: name, get: (field) => fields.get(field) };
}
