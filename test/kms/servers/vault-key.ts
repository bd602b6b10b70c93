import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const [nonceBytes, tagBytes] = [12, 16];

/** A key that stays where it is: AES-256-GCM with additional data, as the services have it. */
export interface VaultKey {
  seal(plaintext: Uint8Array, additionalData: string | Uint8Array): Buffer;
  /** Null where it refuses. */
  open(sealed: Uint8Array, additionalData: string | Uint8Array): Buffer | null;
}

export function vaultKey(): VaultKey {
  const key = randomBytes(32);
  return {
    seal(plaintext, additionalData) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      cipher.setAAD(Buffer.from(additionalData));
      const parts = [nonce, cipher.update(plaintext), cipher.final()];
      return Buffer.concat([...parts, cipher.getAuthTag()]);
    },
    open(sealed, additionalData) {
      const nonce = sealed.subarray(0, nonceBytes);
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
        decipher.setAAD(Buffer.from(additionalData));
        decipher.setAuthTag(sealed.subarray(-tagBytes));
        const start = decipher.update(sealed.subarray(nonceBytes, -tagBytes));
        return Buffer.concat([start, decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}
