import { crypto } from "#crypto";
import { keyRing } from "../key-ring.js";
import { type MasterKey, MasterKeyError } from "../master-key.js";
import { createSealer } from "../sealer.js";

/**
 * A master key in this process, for development and for who has no KMS: "m1:base64", or "m2:base64,m1:base64" where the
 * first wraps and all unwrap. It protects the database and the ring's text, as long as its own text stands elsewhere.
 *
 * @throws ConfigurationError as `keyRing` does
 */
export function localMasterKey(text: string | undefined): MasterKey {
  const keys = keyRing(text);
  const sealer = createSealer({ keys, namespace: "", crypto });
  const row = (keyId: string) => ({ subjectId: keyId, authenticatorId: "" });

  return Object.freeze({
    name: `the local master key ${keys.sealingKeyId}`,
    async wrap(dataKey, { keyId }) {
      return sealer.seal("wrap", row(keyId), dataKey);
    },
    async unwrap(wrapped, { keyId }) {
      const opened = await sealer.open("wrap", row(keyId), wrapped);
      if (opened.outcome === "opened") return opened.plaintext;
      throw new MasterKeyError("refused", "this was not wrapped by it under this id");
    },
  } satisfies MasterKey);
}
