import { type MasterKey, MasterKeyError } from "../master-key.js";
import type { WrappedKey } from "./parse-wrapped-keys.js";

export const dataKeyBytes = 32;

export const contextOf = (keyId: string) => ({ application: "second-factor", keyId }) as const;

/**
 * The raw data key, the caller's to wipe.
 *
 * @throws MasterKeyError
 */
export async function unwrapKey(
  masterKey: MasterKey,
  { id, wrapped }: Pick<WrappedKey, "id" | "wrapped">,
): Promise<Uint8Array> {
  const raw: unknown = await masterKey.unwrap(new Uint8Array(wrapped), contextOf(id));
  if (raw instanceof Uint8Array && raw.length === dataKeyBytes) return raw;
  throw new MasterKeyError("refused", `it answered with what is no key of ${dataKeyBytes} bytes`);
}
