import { within } from "../configuration/fail.js";
import { Unavailable } from "../unavailable.js";
import type { TellWarning } from "./warnings.js";

export interface SealLimit {
  /**
   * How often this process seals with one key before it refuses. NIST SP 800-38D section 8.3 allows 2^32 random nonces
   * under a key, in all processes and for as long as it is used; 2^30 by default leaves room for three others. With
   * more processes than that and this much to seal, give each its share.
   */
  readonly mostSeals?: number;
}

const defaultMost = 2 ** 30;
const retryAfterSeconds = 3600;

/** Counts the seals of the first key, for all purposes together; a warning at a quarter of the limit. */
export function createSealCount(
  keyId: string,
  { mostSeals = defaultMost }: SealLimit,
  tell: TellWarning,
): () => void {
  const most = within("mostSeals", mostSeals, 1, 2 ** 32);
  const warnAt = Math.ceil(most / 4);
  let count = 0;

  return () => {
    if (count === most) throw new Unavailable("key_unavailable", retryAfterSeconds);
    count += 1;
    // Once more at the end: from now on nothing can be sealed.
    if (count === warnAt || count === most) {
      const share = count === most ? "and seals no more" : `of ${most} that are allowed`;
      tell("key_worn", `This process has sealed ${count} times with key ${keyId}, ${share}.`);
    }
  };
}
