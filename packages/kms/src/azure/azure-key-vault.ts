import { type MasterKey, MasterKeyError } from "@second-factor/core";
import { callLimitMilliseconds } from "../call-limit.js";
import { contextBytes } from "../context-bytes.js";
import { azureFault } from "./azure-fault.js";
import { formatEnvelope, joined, nonceBytes, parseEnvelope } from "./envelope.js";

interface CallOptions {
  abortSignal?: AbortSignal;
}

/** `CryptographyClient` of @azure/keyvault-keys, for one version of a key. */
export interface AzureKeyClient {
  readonly keyID: string | undefined;
  wrapKey(
    algorithm: string,
    key: Uint8Array,
    options?: CallOptions,
  ): Promise<{ readonly result: Uint8Array }>;
  unwrapKey(
    algorithm: string,
    encryptedKey: Uint8Array,
    options?: CallOptions,
  ): Promise<{ readonly result: Uint8Array }>;
}

export interface AzureKeyVaultOptions {
  /** Made with the key's whole id, its version included. */
  readonly client: AzureKeyClient;
  /** RSA-OAEP-256 by default; A256KW for a symmetric key, which only a Managed HSM has. */
  readonly algorithm?: "RSA-OAEP-256" | "A256KW";
}

const keyShape = /^https?:\/\/([^/]+)\/keys\/([^/]+)\/[^/]+\/?$/;
const keyBytes = 32;

/**
 * A master key in Azure Key Vault or Managed HSM. Its wrapKey knows no context: it wraps a fresh key, and that one seals
 * the data key by AES-256-GCM with the context as additional data. Needs the permissions wrapKey and unwrapKey.
 *
 * @throws Error where the client is not for one version of a key: a newer one could not unwrap what an older one wrapped
 */
export function azureKeyVault(options: AzureKeyVaultOptions): MasterKey {
  const { client, algorithm = "RSA-OAEP-256" } = options;
  const [, vault, key] = keyShape.exec(client.keyID ?? "") ?? [];
  if (vault === undefined) {
    throw new Error(
      "azureKeyVault needs a CryptographyClient for one version of a key: " +
        "new CryptographyClient('https://VAULT.vault.azure.net/keys/KEY/VERSION', credential).",
    );
  }
  const limit = () => ({ abortSignal: AbortSignal.timeout(callLimitMilliseconds) });
  const fail = (error: unknown) => {
    throw azureFault(error);
  };

  return Object.freeze({
    name: `Azure Key Vault ${vault}/${key}`,
    async wrap(dataKey, context) {
      const raw = crypto.getRandomValues(new Uint8Array(keyBytes));
      const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
      try {
        const { result } = await client.wrapKey(algorithm, raw, limit()).catch(fail);
        const sealing = await gcmKey(raw, "encrypt");
        const parameters = { name: "AES-GCM", iv: nonce, additionalData: contextBytes(context) };
        const sealed = await crypto.subtle.encrypt(parameters, sealing, joined(dataKey));
        return formatEnvelope({ wrappedKey: result, nonce, ciphertext: new Uint8Array(sealed) });
      } finally {
        raw.fill(0);
      }
    },
    async unwrap(wrapped, context) {
      const envelope = parseEnvelope(wrapped);
      if (envelope === null) throw new MasterKeyError("refused", "this is no key that it wrapped");
      const { wrappedKey, nonce, ciphertext } = envelope;
      const { result } = await client.unwrapKey(algorithm, wrappedKey, limit()).catch(fail);
      try {
        const parameters = { name: "AES-GCM", iv: nonce, additionalData: contextBytes(context) };
        const opening = await gcmKey(joined(result), "decrypt");
        return new Uint8Array(await crypto.subtle.decrypt(parameters, opening, ciphertext));
      } catch {
        throw new MasterKeyError("refused", "this was not wrapped by it under this id");
      } finally {
        result.fill(0);
      }
    },
  } satisfies MasterKey);
}

function gcmKey(raw: Uint8Array<ArrayBuffer>, usage: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, [usage]);
}
