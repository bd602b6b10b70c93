import { clusterMembers, running } from "./cluster-view.js";
import type { RedisServer } from "./redis-server.js";

/** A slot on its way from one primary to another. */
export interface SlotMove {
  readonly slot: number;
  readonly from: RedisServer;
  readonly to: RedisServer;
  /** Moves the keys that are there now: from here on, who asks for them at the old place is told ASK. */
  moveKeys(): Promise<number>;
  /** Moves the rest and tells all nodes: from here on the old place says MOVED. */
  finish(): Promise<void>;
}

/** What `redis-cli --cluster reshard` does, in steps. Between them each key is at one of two places. */
export async function moveSlot(
  nodes: readonly RedisServer[],
  from: RedisServer,
  key: string,
): Promise<SlotMove> {
  const slot = Number(await from.command("CLUSTER", "KEYSLOT", key));
  const primaries = (await clusterMembers(from)).filter(
    ({ flags }) => flags.includes("master") && !/fail/.test(flags.join()),
  );
  const source = primaries.find(({ port }) => port === from.port);
  const target = primaries.find(({ port }) => port !== from.port);
  const to = nodes.find(({ port }) => port === target?.port);
  if (source === undefined || target === undefined || to === undefined) {
    throw new Error(`slot ${slot} cannot be moved: there is no second primary`);
  }
  await to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", source.id);
  await from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", target.id);

  async function moveKeys(): Promise<number> {
    const keys = (await from.command("CLUSTER", "GETKEYSINSLOT", slot, 1000)) as string[];
    if (keys.length === 0) return 0;
    await from.command("MIGRATE", "127.0.0.1", to!.port, "", 0, 5000, "KEYS", ...keys);
    return keys.length + (await moveKeys());
  }
  return {
    slot,
    from,
    to,
    moveKeys,
    async finish() {
      await moveKeys();
      const replicas = new Set(await replicaPorts(from));
      // The new owner first: nobody may be told to go to a node that does not take the slot for its own.
      const others = running(nodes).filter(({ port }) => !replicas.has(port) && port !== to.port);
      for (const node of [to, from, ...others.filter((node) => node !== from)]) {
        await node.command("CLUSTER", "SETSLOT", slot, "NODE", target.id);
      }
    },
  };
}

async function replicaPorts(node: RedisServer): Promise<readonly number[]> {
  const members = await clusterMembers(node);
  return members.filter(({ flags }) => flags.includes("slave")).map(({ port }) => port);
}
