import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Lua, and the name under which Redis keeps it. */
export interface Script {
  readonly text: string;
  sha(): string;
}

/** The hash is taken at the first use: nothing is computed at import. */
export function script(text: string): Script {
  let sha: string | undefined;
  return {
    text,
    sha() {
      sha ??= bytesToHex(sha1(utf8ToBytes(text)));
      return sha;
    },
  };
}
