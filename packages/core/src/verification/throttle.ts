import type { Lane } from "../events/event.js";
import type { Suite } from "../suite.js";
import type { Attempt, CodesNeeded, Throttled } from "./attempt.js";

/** Nothing was compared: the answer is the same for a right code and a wrong one. */
export function throttled(
  { emitter }: Suite,
  { scope }: Attempt,
  lane: Lane,
  by: "account" | "address",
  retryAfterSeconds: number,
  codesNeeded: number,
): Throttled {
  const factor = lane === "recovery" ? "recovery_code" : "totp";
  emitter.emit(scope, { type: "verification.throttled", outcome: "failure", factor, lane, by });
  return { outcome: "throttled", retryAfterSeconds, codesNeeded: codesNeeded as CodesNeeded };
}

/** Escalation, never a lock: the next longer form that still has a budget. Three codes always have. */
export async function codesNeededAfter(
  { limits }: Suite,
  lane: "single" | "pair" | "triple",
  key: string,
): Promise<CodesNeeded> {
  if (lane !== "single") return 3;
  const pair = await limits.peek("pair", key);
  return pair.allowed ? 2 : 3;
}
