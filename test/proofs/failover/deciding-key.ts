import { createHash } from "node:crypto";
// Where the packages lay their keys is theirs to say; what is asked here is who holds them.
import { stepKeys } from "../../../packages/redis/src/replay/replay-keys.js";
import type { User } from "../load/users.js";
import type { Decides } from "./bench.js";

const namespace = "default";

/** A key of Redis without which a user cannot verify: the step where Redis decides it, the budget where it does not. */
export function decidingKey(decides: Decides, { subject, authenticatorId }: User): string {
  if (decides === "replay") return stepKeys(namespace, subject, authenticatorId).step;
  const text = `${namespace.length}:${namespace}${subject}`;
  const account = createHash("sha256").update(text).digest("base64url");
  return `second-factor:${namespace}:single:{${account}}`;
}
