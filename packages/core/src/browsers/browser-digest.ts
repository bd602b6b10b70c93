import type { MaybePromise } from "../maybe-promise.js";
import type { Suite } from "../suite.js";

/** 128 random bits: a plain hash is enough. Bound to all that the cookie says, so that it fits one browser's row. */
export function browserDigest(
  { crypto, settings }: Pick<Suite, "crypto" | "settings">,
  subjectId: string,
  browserId: string,
  secret: string,
): MaybePromise<string> {
  const { namespace } = settings;
  return crypto.digest(
    JSON.stringify(["second-factor browser 1", namespace, subjectId, browserId, secret]),
  );
}
