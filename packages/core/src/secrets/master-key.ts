/** What a wrapped key is bound to: encryption context or additional data at the master key. Nothing of it is secret. */
export interface WrappingContext {
  readonly application: "second-factor";
  /** The data key's id in the ring. */
  readonly keyId: string;
}

/**
 * A key that never enters the process: in a KMS, an HSM, Vault. It wraps the data keys that secrets are sealed with.
 * Calls have no deadline of their own: the ring gives them one, and shares what runs at the same time.
 */
export interface MasterKey {
  /** For messages and status, such as "AWS KMS alias/second-factor". Never a secret. */
  readonly name: string;
  /** @throws MasterKeyError */
  wrap(dataKey: Uint8Array, context: WrappingContext): Promise<Uint8Array>;
  /**
   * The same bytes, only where the context is the same.
   *
   * @throws MasterKeyError
   */
  unwrap(wrapped: Uint8Array, context: WrappingContext): Promise<Uint8Array>;
}

/**
 * - unreachable: nobody answered, or too late; the next try may succeed.
 * - denied: the credentials may not use the key.
 * - refused: the key is disabled or gone, or this was not wrapped by it in this context. It never says which.
 */
export type MasterKeyFault = "unreachable" | "denied" | "refused";

/** All that a master key fails with. The message is for operators and holds nothing of what was wrapped. */
export class MasterKeyError extends Error {
  override readonly name = "MasterKeyError";

  constructor(
    readonly fault: MasterKeyFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
