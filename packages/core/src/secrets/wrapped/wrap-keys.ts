import { crypto } from "#crypto";
import { ConfigurationError } from "../../configuration/configuration-error.js";
import { encodeBase64Url } from "../../encoding.js";
import { type MasterKey, MasterKeyError } from "../master-key.js";
import { parseKeys } from "../parse-keys.js";
import { type MasterKeys, masterKeyOf } from "./master-keys.js";
import { parseWrappedKeys } from "./parse-wrapped-keys.js";
import { contextOf, dataKeyBytes, unwrapKey } from "./unwrap-key.js";

const nameShape = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * A fresh data key, wrapped: "d1@aws:base64", to be put in front of a ring. The key itself never leaves this function.
 *
 * @throws MasterKeyError
 * @throws ConfigurationError `key_malformed` for an id or a label that is not 1 to 32 letters, digits, "_" or "-"
 */
export async function generateWrappedKey(
  id: string,
  label: string,
  masterKey: MasterKey,
): Promise<string> {
  const raw = crypto.random(dataKeyBytes);
  try {
    return await wrapKey(id, label, masterKey, raw);
  } finally {
    raw.fill(0);
  }
}

/**
 * The same data keys in the same order, all wrapped by the master key `to`: to move to another one, or to the newest
 * version of the same. Nothing has to be sealed again. A plain ring ("k1:base64") may be given too: its keys stay what
 * they are and are from now on wrapped.
 *
 * @throws MasterKeyError of the old or the new master key
 * @throws ConfigurationError as `wrappedKeyRing` and `keyRing` do
 */
export async function rewrapKeys(
  text: string | undefined,
  masterKeys: MasterKeys,
  to: string,
): Promise<string> {
  const target = masterKeyOf(masterKeys, to, "you rewrap to");
  const entries: string[] = [];
  for (const { id, raw } of rawKeys(text, masterKeys)) {
    const key = await raw();
    try {
      entries.push(await wrapKey(id, to, target, key));
    } finally {
      key.fill(0);
    }
  }
  return entries.join(",");
}

function rawKeys(text: string | undefined, masterKeys: MasterKeys) {
  if (typeof text === "string" && text.trim() !== "" && !text.includes("@"))
    return parseKeys(text).map(({ id, bytes }) => ({ id, raw: async () => bytes }));
  return parseWrappedKeys(text).map((key, index) => {
    const masterKey = masterKeyOf(masterKeys, key.label, `key ${index + 1}`);
    return { id: key.id, raw: () => unwrapKey(masterKey, key) };
  });
}

async function wrapKey(
  id: string,
  label: string,
  masterKey: MasterKey,
  raw: Uint8Array,
): Promise<string> {
  if (!nameShape.test(id) || !nameShape.test(label)) {
    throw new ConfigurationError(
      "key_malformed",
      "The id of a key or the label of its master key cannot be written into a ring.",
      'Use 1 to 32 letters, digits, "_" or "-" for each.',
    );
  }
  // A copy: a master key may do with it what it likes, and the comparison needs the key. A Buffer's slice() is none.
  const given = new Uint8Array(raw);
  const wrapped = await masterKey.wrap(given, contextOf(id));
  given.fill(0);
  const back = await unwrapKey(masterKey, { id, wrapped });
  const same = crypto.constantTimeEqual(raw, back);
  back.fill(0);
  // Before anything is sealed with it: a key that does not come back takes all that it sealed with it.
  if (!same) throw new MasterKeyError("refused", "it did not give back the key that it wrapped");
  return `${id}@${label}:${encodeBase64Url(wrapped)}`;
}
