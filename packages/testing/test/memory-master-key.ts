import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type MasterKey, MasterKeyError, type WrappingContext } from "@second-factor/core";

/** What a master key does at each turn, so that a test can get one of them wrong. */
export interface MasterKeyRules {
  additionalData(context: WrappingContext): string;
  nonce(): Buffer;
  wraps(sealed: Uint8Array, dataKey: Uint8Array): Uint8Array;
  unwraps(plaintext: Uint8Array): Uint8Array;
  /** What `unwrap` reads of what it is given. */
  reads(wrapped: Uint8Array): Uint8Array;
  refusal(wrapped: Uint8Array, dataKey: Uint8Array): unknown;
  outage(dataKey: Uint8Array | null): unknown;
  key(): Buffer;
  readonly name: string;
}

const rightRules: MasterKeyRules = {
  additionalData: ({ application, keyId }) => JSON.stringify([application, keyId]),
  nonce: () => randomBytes(12),
  wraps: (sealed) => sealed,
  unwraps: (plaintext) => Uint8Array.from(plaintext),
  reads: (wrapped) => wrapped,
  refusal: () => new MasterKeyError("refused", "not wrapped by it in this context"),
  outage: () => new MasterKeyError("unreachable", "nobody answers"),
  key: () => randomBytes(32),
  name: "a key in memory",
};

export function openMemoryMasterKey(bug: Partial<MasterKeyRules> = {}) {
  const rules = { ...rightRules, ...bug };
  let mood: "up" | "down" | "denied" = "up";
  /** Only so that a bug has something to leak. */
  let lastKey: Uint8Array = new Uint8Array(0);

  function mustAnswer(dataKey: Uint8Array | null): void {
    if (mood === "down") throw rules.outage(dataKey);
    if (mood === "denied") throw new MasterKeyError("denied", "not for you");
  }

  function masterKey(): MasterKey {
    const key = rules.key();
    return {
      name: rules.name,
      async wrap(dataKey, context) {
        mustAnswer(dataKey);
        lastKey = dataKey.slice();
        const nonce = rules.nonce();
        const cipher = createCipheriv("aes-256-gcm", key, nonce);
        cipher.setAAD(Buffer.from(rules.additionalData(context)));
        const sealed = Buffer.concat([nonce, cipher.update(dataKey), cipher.final()]);
        return rules.wraps(Uint8Array.from([...sealed, ...cipher.getAuthTag()]), dataKey);
      },
      async unwrap(given, context) {
        mustAnswer(null);
        const wrapped = rules.reads(given);
        try {
          const options = { authTagLength: 16 };
          const nonce = wrapped.subarray(0, 12);
          const decipher = createDecipheriv("aes-256-gcm", key, nonce, options);
          decipher.setAAD(Buffer.from(rules.additionalData(context)));
          decipher.setAuthTag(wrapped.subarray(-16));
          const start = decipher.update(wrapped.subarray(12, -16));
          return rules.unwraps(Buffer.concat([start, decipher.final()]));
        } catch {
          throw rules.refusal(given, lastKey);
        }
      },
    };
  }

  return {
    masterKey: masterKey(),
    other: masterKey(),
    async breakIt() {
      mood = "down";
    },
    async denyIt() {
      mood = "denied";
    },
    close: async () => {},
  };
}
