import { infoValues, namedValues } from "./redis-command.js";
import type { RedisOptions, RedisServer, RedisSettings } from "./redis-server.js";
import { startTogether } from "./start-together.js";
import { untilNothing } from "./until.js";

export interface RedisSentinel {
  /** What the sentinels call the primary. */
  readonly name: string;
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  /** The first one starts as the primary. */
  readonly nodes: readonly RedisServer[];
  /** The sentinels' own processes, for those who kill one. */
  readonly watchers: readonly RedisServer[];
  /** Whom the sentinels take for the primary. Throws where they do not agree. */
  primary(): Promise<RedisServer>;
  /** Resolves when all sentinels that run agree, and every node that runs follows the primary. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface SentinelOptions {
  readonly replicas?: number;
  readonly sentinels?: number;
  /** Of every node, on top of ours. */
  readonly settings?: RedisSettings;
}

const name = "second-factor";
const host = "127.0.0.1";

/** A primary, its replicas and the sentinels that watch them; ready. Writes need a replica that follows. */
export function startSentinel({
  replicas = 2,
  sentinels = 3,
  settings = {},
}: SentinelOptions = {}): Promise<RedisSentinel> {
  return startTogether(async (start) => {
    const own = {
      "min-replicas-to-write": Math.min(replicas, 1),
      "min-replicas-max-lag": 2,
      "repl-ping-replica-period": 1,
      "repl-diskless-sync-delay": 0,
      ...settings,
    };
    const first = await start({ settings: own });
    const replica = { settings: { ...own, replicaof: `${host} ${first.port}` } };
    const nodes = [first, ...(await times(replicas, () => start(replica)))];
    // A sentinel asks a new primary for its replicas once, and then only every ten seconds.
    await untilNothing(() => whoDoesNotFollow(first, nodes));
    const quorum = Math.floor(sentinels / 2) + 1;
    const watchers = await times(sentinels, () => start(sentinelOptions(first.port, quorum)));
    await Promise.all(watchers.map(hurry));

    const ready = () => untilNothing(() => whatIsMissing(nodes, watchers));
    await ready();
    return {
      name,
      sentinels: watchers.map(({ port }) => ({ host, port })),
      nodes,
      watchers,
      primary: () => agreedPrimary(nodes, watchers),
      ready,
    };
  });
}

function times<Made>(count: number, make: () => Promise<Made>): Promise<Made[]> {
  return Promise.all(Array.from({ length: count }, make));
}

function sentinelOptions(primaryPort: number, quorum: number): RedisOptions {
  const settings = {
    "sentinel monitor": `${name} ${host} ${primaryPort} ${quorum}`,
    // Short, so that a failover on one machine takes about two seconds.
    "sentinel down-after-milliseconds": `${name} 700`,
    "sentinel failover-timeout": `${name} 3000`,
    "sentinel parallel-syncs": `${name} 2`,
  };
  return { sentinel: true, settings };
}

/** They look and talk more often than once in ten and in two seconds: a node that comes back is used sooner. */
async function hurry(sentinel: RedisServer): Promise<void> {
  await sentinel.command("SENTINEL", "DEBUG", "info-period", 500, "publish-period", 300);
}

const running = (servers: readonly RedisServer[]) => servers.filter((server) => server.running);

async function agreedPrimary(
  nodes: readonly RedisServer[],
  watchers: readonly RedisServer[],
): Promise<RedisServer> {
  const ports = await Promise.all(
    running(watchers).map(async (watcher) => {
      const address = await watcher.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name);
      return Number((address as readonly string[])[1]);
    }),
  );
  const primary = nodes.find(({ port }) => port === ports[0]);
  if (primary === undefined || new Set(ports).size > 1) {
    throw new Error(`the sentinels do not agree on a primary: ${ports.join(", ")}`);
  }
  return primary;
}

async function whatIsMissing(
  nodes: readonly RedisServer[],
  watchers: readonly RedisServer[],
): Promise<string | null> {
  const primary = await agreedPrimary(nodes, watchers);
  for (const watcher of running(watchers)) {
    const seen = namedValues(await watcher.command("SENTINEL", "MASTER", name));
    const says = (key: string) => `a sentinel says ${key} ${seen.get(key)}`;
    if (seen.get("flags") !== "master") return says("flags");
    if (Number(seen.get("num-other-sentinels")) < watchers.length - 1) {
      return says("num-other-sentinels");
    }
    if (Number(seen.get("num-slaves")) < nodes.length - 1) return says("num-slaves");
  }
  return whoDoesNotFollow(primary, nodes);
}

async function whoDoesNotFollow(
  primary: RedisServer,
  nodes: readonly RedisServer[],
): Promise<string | null> {
  const replication = (node: RedisServer) => node.command("INFO", "replication").then(infoValues);
  const replicas = running(nodes).filter((node) => node !== primary);
  for (const replica of replicas) {
    const info = await replication(replica);
    const follows = info.get("master_port") === String(primary.port);
    if (!follows || info.get("master_link_status") !== "up") {
      return `${replica.port} does not follow ${primary.port}: ${[...info].join("; ")}`;
    }
  }
  const info = await replication(primary);
  const online = [...info].filter(([key, value]) => /^slave\d/.test(key) && /online/.test(value));
  return info.get("role") === "master" && online.length >= replicas.length
    ? null
    : `${primary.port} does not lead them: ${[...info].join("; ")}`;
}
