import { infoValues } from "./redis-command.js";
import type { RedisServer } from "./redis-server.js";

/** A line of CLUSTER NODES. */
export interface ClusterMember {
  readonly id: string;
  readonly port: number;
  readonly flags: readonly string[];
  readonly slots: readonly { readonly first: number; readonly last: number }[];
}

/** The cluster as that node sees it. */
export async function clusterMembers(node: RedisServer): Promise<readonly ClusterMember[]> {
  const lines = String(await node.command("CLUSTER", "NODES"))
    .trim()
    .split("\n");
  return lines.map((line) => {
    const [id = "", address = "", flags = "", , , , , , ...slots] = line.split(" ");
    return {
      id,
      port: Number(/:(\d+)@/.exec(address)?.[1]),
      flags: flags.split(","),
      slots: slots
        // "[slot->-node]": on its way, and still where it was.
        .filter((range) => !range.startsWith("["))
        .map((range) => range.split("-").map(Number))
        .map(([first = 0, last = first]) => ({ first, last })),
    };
  });
}

export const running = (nodes: readonly RedisServer[]) => nodes.filter((node) => node.running);

/** What keeps the cluster from being whole: all slots served, every node that runs leading slots or following. */
export async function whatIsMissing(nodes: readonly RedisServer[]): Promise<string | null> {
  const ports = running(nodes).map(({ port }) => port);
  for (const node of running(nodes)) {
    const info = infoValues(await node.command("CLUSTER", "INFO"));
    const members = await clusterMembers(node);
    const seen = members.filter(
      ({ port, flags }) => ports.includes(port) && !/fail|handshake|noaddr/.test(flags.join()),
    );
    const self = members.find(({ flags }) => flags.includes("myself"));
    const works = self?.flags.includes("master")
      ? self.slots.length > 0
      : await followsSomebody(node);
    if (info.get("cluster_state") !== "ok" || seen.length < ports.length || !works) {
      return `${node.port} sees ${JSON.stringify([info.get("cluster_state"), members])}`;
    }
  }
  return null;
}

async function followsSomebody(node: RedisServer): Promise<boolean> {
  const info = infoValues(await node.command("INFO", "replication"));
  return info.get("master_link_status") === "up";
}
