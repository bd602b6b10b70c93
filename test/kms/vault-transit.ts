import { type MasterKey, MasterKeyError } from "@second-factor/core";

/** A key of Vault's transit engine, of type aes256-gcm96. */
export function vaultTransit(address: string, token: string, key: string): MasterKey {
  async function ask(operation: "encrypt" | "decrypt", keyId: string, value: object) {
    const response = await fetch(`${address}/v1/transit/${operation}/${key}`, {
      method: "POST",
      headers: { "x-vault-token": token },
      body: JSON.stringify({ ...value, associated_data: btoa(keyId) }),
    }).catch(() => null);
    if (response?.ok) return (await response.json()).data;
    const { status } = response ?? { status: 503 };
    if (status === 403) throw new MasterKeyError("denied", "Vault answered 403");
    const passes = status === 429 || status >= 500;
    throw new MasterKeyError(passes ? "unreachable" : "refused", `Vault answered ${status}`);
  }

  return {
    name: `Vault transit ${key}`,
    async wrap(dataKey, { keyId }) {
      const plaintext = Buffer.from(dataKey).toString("base64");
      return Buffer.from((await ask("encrypt", keyId, { plaintext })).ciphertext);
    },
    async unwrap(wrapped, { keyId }) {
      const ciphertext = Buffer.from(wrapped).toString();
      return Buffer.from((await ask("decrypt", keyId, { ciphertext })).plaintext, "base64");
    },
  };
}
