import type { StoreFinding } from "@second-factor/core/stores";
import type { Topology } from "../connection/link.js";
import type { ServerInfo } from "./read-servers.js";

export type Store = "limits" | "replay";

/**
 * Settings that would break a promise. A server without persistence is none of them: it gives budgets back at a
 * restart, which `watch` tells, and a restart of any kind puts a fence before the used codes.
 */
export function settingFindings(
  info: ServerInfo,
  topology: Topology,
  store: Store,
): readonly StoreFinding[] {
  return [
    ...oldVersion(info),
    ...readOnly(info),
    ...mayForget(info, store),
    ...mayLose(info, topology, store),
  ];
}

function oldVersion({ server, get }: ServerInfo): StoreFinding[] {
  const version = get("redis_version");
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  if (version === undefined || major > 6 || (major === 6 && minor >= 2)) return [];
  return [
    {
      severity: "error",
      code: "store_version_unsupported",
      problem: `Redis at ${server} is version ${version}.`,
      remedy: "Use Redis 6.2 or later, or Valkey.",
    },
  ];
}

function readOnly({ server, get }: ServerInfo): StoreFinding[] {
  if (get("role") !== "slave") return [];
  return [
    {
      severity: "error",
      code: "store_read_only",
      problem: `Redis at ${server} is a replica, which takes no writes.`,
      remedy: "Connect the client to the primary.",
    },
  ];
}

/** What every eviction costs: budgets given back, or a fence before the used codes. */
function mayForget({ server, get }: ServerInfo, store: Store): StoreFinding[] {
  const policy = get("maxmemory_policy") ?? "noeviction";
  if (Number(get("maxmemory") ?? 0) === 0 || policy === "noeviction") return [];
  return [
    {
      severity: store === "replay" ? "error" : "warning",
      code: "store_may_forget",
      problem: `Redis at ${server} throws keys out when its memory is full: maxmemory-policy is ${policy}.`,
      remedy: "CONFIG SET maxmemory-policy noeviction.",
    },
  ];
}

/** Without it a primary that was cut off goes on accepting what the new one will accept again. */
function mayLose({ server, get }: ServerInfo, topology: Topology, store: Store): StoreFinding[] {
  const alone = topology === "single" && Number(get("connected_slaves") ?? 0) === 0;
  // Told only where both min-replicas settings are above 0.
  if (alone || get("min_slaves_good_slaves") !== undefined) return [];
  return [
    {
      severity: store === "replay" ? "error" : "warning",
      code: "store_may_lose",
      problem: `Redis at ${server} takes writes that no replica has: min-replicas-to-write is 0, so a failover loses them and two primaries may write.`,
      remedy: "CONFIG SET min-replicas-to-write 1, and CONFIG SET min-replicas-max-lag 10.",
    },
  ];
}
