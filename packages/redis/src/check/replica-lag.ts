import type { StoreFinding } from "@second-factor/core/stores";
import type { Connection } from "../connection/connection.js";

/** The shortest fence is four minutes; a primary that was cut off has to stop well before it ends. */
const mostSeconds = 60;

/** How long a primary that has lost its replicas goes on writing, where that is limited at all. */
export async function replicaLagFindings({
  server,
  onPrimaries,
}: Connection): Promise<readonly StoreFinding[]> {
  const finding = (severity: StoreFinding["severity"], problem: string): StoreFinding => ({
    severity,
    code: "store_may_lose",
    problem: `Redis at ${server} ${problem}`,
    remedy: `Make sure that min-replicas-max-lag is at most ${mostSeconds} seconds; 10 is its default.`,
  });
  const unseen = "does not tell its min-replicas-max-lag (CONFIG GET is not allowed).";
  const replies = await onPrimaries?.(["CONFIG", "GET", "min-replicas-max-lag"]).catch(() => null);
  const lags = (replies ?? []).map(secondsIn);
  if (lags.length === 0 || lags.some(Number.isNaN)) return [finding("warning", unseen)];
  const lag = Math.max(...lags);
  if (lag <= mostSeconds) return [];
  return [
    finding(
      "error",
      `lets a primary that was cut off write for ${lag} seconds: min-replicas-max-lag is ${lag}.`,
    ),
  ];
}

/** A list of name and value, a Map or an object, as the protocol and the client would have it. */
function secondsIn(reply: unknown): number {
  if (Array.isArray(reply)) return Number(reply[1] ?? Number.NaN);
  if (reply instanceof Map) return Number([...reply.values()][0] ?? Number.NaN);
  if (typeof reply !== "object" || reply === null) return Number.NaN;
  return Number(Object.values(reply)[0] ?? Number.NaN);
}
