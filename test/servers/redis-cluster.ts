import { clusterMembers, running, whatIsMissing } from "./cluster-view.js";
import { freePort } from "./free-port.js";
import type { RedisServer, RedisSettings } from "./redis-server.js";
import { moveSlot, type SlotMove } from "./slot-move.js";
import { startTogether } from "./start-together.js";
import { untilNothing } from "./until.js";

export interface RedisCluster {
  /** The first ones start as primaries. */
  readonly nodes: readonly RedisServer[];
  readonly ports: readonly number[];
  /** Who has the key's slot now, as most of the nodes that run say. */
  primaryOf(key: string): Promise<RedisServer>;
  /** Begins to move the key's slot to another primary; in steps, for traffic in between. */
  moveSlot(key: string): Promise<SlotMove>;
  /** Resolves when all slots are served and every node that runs leads or follows. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface ClusterOptions {
  readonly primaries?: number;
  /** Of each primary. */
  readonly replicas?: number;
  /** Of every node, on top of ours. */
  readonly settings?: RedisSettings;
}

const slotCount = 16_384;

/** A cluster of our own on 127.0.0.1, ready. */
export function startCluster({
  primaries = 3,
  replicas = 1,
  settings = {},
}: ClusterOptions = {}): Promise<RedisCluster> {
  return startTogether(async (start) => {
    const count = primaries * (1 + replicas);
    const busPorts = await Promise.all(Array.from({ length: count }, freePort));
    const nodes = await Promise.all(
      busPorts.map((port) => start({ settings: { ...own, "cluster-port": port, ...settings } })),
    );
    await introduce(nodes, busPorts);
    await Promise.all(
      nodes.slice(0, primaries).map((node, index) => {
        const first = Math.floor((index * slotCount) / primaries);
        const last = Math.floor(((index + 1) * slotCount) / primaries) - 1;
        return node.command("CLUSTER", "ADDSLOTSRANGE", first, last);
      }),
    );
    await Promise.all(
      nodes.slice(primaries).map(async (node, index) => {
        const id = await nodes[index % primaries]?.command("CLUSTER", "MYID");
        await node.command("CLUSTER", "REPLICATE", String(id));
      }),
    );
    const ready = () => untilNothing(() => whatIsMissing(nodes));
    await ready();
    return {
      nodes,
      ports: nodes.map(({ port }) => port),
      primaryOf: (key) => primaryOf(nodes, key),
      moveSlot: async (key) => moveSlot(nodes, await primaryOf(nodes, key), key),
      ready,
    };
  });
}

const own: RedisSettings = {
  "cluster-enabled": "yes",
  "cluster-node-timeout": 1500,
  // Who follows whom stays as the test knows it.
  "cluster-allow-replica-migration": "no",
  "repl-ping-replica-period": 1,
  "repl-diskless-sync-delay": 0,
};

/** Each node gets an epoch of its own, so that no two can claim the same, and meets the first one. */
async function introduce(nodes: readonly RedisServer[], busPorts: readonly number[]) {
  const [first] = nodes;
  for (const [index, node] of nodes.entries()) {
    await node.command("CLUSTER", "SET-CONFIG-EPOCH", index + 1);
    if (node === first) continue;
    await first?.command("CLUSTER", "MEET", "127.0.0.1", node.port, busPorts[index] ?? 0);
  }
  await untilNothing(async () => {
    const known = await Promise.all(nodes.map(clusterMembers));
    const strangers = known.filter(
      (members) =>
        members.length < nodes.length || members.some(({ flags }) => flags.includes("handshake")),
    );
    return strangers.length === 0 ? null : `${strangers.length} nodes do not know all others`;
  });
}

async function primaryOf(nodes: readonly RedisServer[], key: string): Promise<RedisServer> {
  const slot = Number(await running(nodes)[0]?.command("CLUSTER", "KEYSLOT", key));
  const views = await Promise.all(running(nodes).map(clusterMembers));
  const votes = new Map<number, number>();
  for (const { port, flags, slots } of views.flat()) {
    if (!flags.includes("master") || flags.includes("fail")) continue;
    if (!slots.some(({ first, last }) => first <= slot && slot <= last)) continue;
    votes.set(port, (votes.get(port) ?? 0) + 1);
  }
  const [[port] = []] = [...votes].sort(([, one], [, other]) => other - one);
  const primary = nodes.find((node) => node.port === port);
  if (primary === undefined) throw new Error(`no node says that it has slot ${slot} (${key})`);
  return primary;
}
