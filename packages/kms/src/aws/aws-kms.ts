import { type MasterKey, MasterKeyError, type WrappingContext } from "@second-factor/core";
import { callLimitMilliseconds } from "../call-limit.js";
import { awsFault } from "./aws-fault.js";

/** `KMSClient` of @aws-sdk/client-kms, or its `KMS`. */
export interface AwsKmsClient {
  send(command: object, options?: { abortSignal?: AbortSignal }): Promise<object>;
}

export interface AwsKmsOptions {
  readonly client: AwsKmsClient;
  /** A symmetric key: its id, ARN, or alias ("alias/second-factor"). */
  readonly keyId: string;
}

interface Answer {
  readonly CiphertextBlob?: Uint8Array;
  readonly Plaintext?: Uint8Array;
}

/**
 * A master key in AWS KMS. The context becomes the encryption context: CloudTrail shows it, and key policies can ask for
 * it (`kms:EncryptionContext:application`). Needs `kms:Encrypt` and `kms:Decrypt`; AWS rotates the key by itself.
 */
export function awsKms({ client, keyId }: AwsKmsOptions): MasterKey {
  async function ask(command: object): Promise<Answer> {
    const abortSignal = AbortSignal.timeout(callLimitMilliseconds);
    return client.send(command, { abortSignal }).catch((error: unknown) => {
      throw awsFault(error);
    });
  }

  // A plain object: the SDK's own type of it asks for an index signature.
  const bound = (context: WrappingContext) => ({
    KeyId: keyId,
    EncryptionContext: { application: context.application, keyId: context.keyId },
  });

  return Object.freeze({
    name: `AWS KMS ${keyId}`,
    async wrap(dataKey, context) {
      const { EncryptCommand } = await commands();
      const answer = await ask(new EncryptCommand({ Plaintext: dataKey, ...bound(context) }));
      return bytesOf(answer.CiphertextBlob);
    },
    async unwrap(wrapped, context) {
      const { DecryptCommand } = await commands();
      // With the key id: AWS would otherwise decrypt with whatever key of whatever account the ciphertext names.
      const answer = await ask(new DecryptCommand({ CiphertextBlob: wrapped, ...bound(context) }));
      return bytesOf(answer.Plaintext);
    },
  } satisfies MasterKey);
}

/** On first use: who imports this has the package, but starts faster without it. */
const commands = () => import("@aws-sdk/client-kms");

function bytesOf(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  throw new MasterKeyError("unreachable", "an answer without bytes");
}
