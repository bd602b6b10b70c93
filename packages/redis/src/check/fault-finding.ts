import type { StoreFinding } from "@second-factor/core/stores";
import type { RedisFault } from "../connection/redis-fault.js";

/** Why nothing can be done on this server at present. Never says with which credentials. */
export function faultFinding({ server, fault, reply }: RedisFault): StoreFinding {
  const error = (code: StoreFinding["code"], problem: string, remedy: string): StoreFinding => ({
    severity: "error",
    code,
    problem: `Redis at ${server} ${problem}`,
    remedy,
  });
  if (reply === "NOLIFE") {
    return error(
      "store_may_forget",
      "does not tell its run_id, so that a loss of used codes would not be seen.",
      "Use a Redis or Valkey server for redisReplay; records that can compare-and-set, such as sqlRecords(), need none.",
    );
  }
  if (reply === "NOPERM" || /\bACL\b|no permissions|user executing the script/.test(fault)) {
    return error(
      "store_credentials_refused",
      "does not let the client's user do what is needed (NOPERM).",
      "Grant it ~second-factor:* +@read +@write +@scripting +info +time.",
    );
  }
  if (
    reply === "NOAUTH" ||
    reply === "WRONGPASS" ||
    /\b(auth|password|unauthorized)\b/i.test(fault)
  ) {
    return error(
      "store_credentials_refused",
      "refuses the client's user name and password.",
      "Give the client the ones that the server knows.",
    );
  }
  const refusal = refusals.get(reply ?? "");
  if (refusal !== undefined) return error("store_read_only", ...refusal);
  // A host that was given together with its credentials would be told with them.
  const why = fault.includes("@") ? "" : `: ${fault}`;
  return error(
    "store_unreachable",
    `cannot be reached${why}.`,
    "Start the server, or correct host and port of the client.",
  );
}

const refusals: ReadonlyMap<string, readonly [problem: string, remedy: string]> = new Map([
  ["READONLY", ["is a replica, which takes no writes.", "Connect the client to the primary."]],
  [
    "NOREPLICAS",
    [
      "takes no writes: it has fewer replicas than min-replicas-to-write wants.",
      "Bring its replicas back.",
    ],
  ],
  [
    "MISCONF",
    [
      "takes no writes, since it cannot save to its disk.",
      "Look into its log, or CONFIG SET stop-writes-on-bgsave-error no.",
    ],
  ],
  [
    "OOM",
    ["takes no writes, since its maxmemory is used up.", "Give it more: CONFIG SET maxmemory."],
  ],
]);
