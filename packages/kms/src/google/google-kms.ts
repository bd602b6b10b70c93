import { type MasterKey, MasterKeyError } from "@second-factor/core";
import { callLimitMilliseconds } from "../call-limit.js";
import { contextBytes } from "../context-bytes.js";
import { crc32c } from "./crc32c.js";
import { googleFault } from "./google-fault.js";

type Crc32c = { value?: unknown } | null;
type Bytes = Uint8Array | string | null;
interface CallOptions {
  timeout?: number;
  retry?: null;
}

/** `KeyManagementServiceClient` of @google-cloud/kms. */
export interface GoogleKmsClient {
  encrypt(
    request: {
      name: string;
      plaintext: Uint8Array;
      plaintextCrc32c: { value: number };
      additionalAuthenticatedData: Uint8Array;
      additionalAuthenticatedDataCrc32c: { value: number };
    },
    options: CallOptions,
  ): Promise<
    [
      {
        ciphertext?: Bytes;
        ciphertextCrc32c?: Crc32c;
        verifiedPlaintextCrc32c?: boolean | null;
        verifiedAdditionalAuthenticatedDataCrc32c?: boolean | null;
      },
      ...unknown[],
    ]
  >;
  decrypt(
    request: {
      name: string;
      ciphertext: Uint8Array;
      ciphertextCrc32c: { value: number };
      additionalAuthenticatedData: Uint8Array;
      additionalAuthenticatedDataCrc32c: { value: number };
    },
    options: CallOptions,
  ): Promise<[{ plaintext?: Bytes; plaintextCrc32c?: Crc32c }, ...unknown[]]>;
}

export interface GoogleKmsOptions {
  readonly client: GoogleKmsClient;
  /** A symmetric key: "projects/…/locations/…/keyRings/…/cryptoKeys/…", without a version. */
  readonly keyName: string;
}

/** By itself the client tries again for ten minutes. */
const once: CallOptions = { timeout: callLimitMilliseconds, retry: null };

/**
 * A master key in Google Cloud KMS. The context becomes the additional authenticated data; checksums go along both ways.
 * Needs `cloudkms.cryptoKeyVersions.useToEncrypt` and `useToDecrypt`; Google rotates the key by itself.
 */
export function googleKms({ client, keyName }: GoogleKmsOptions): MasterKey {
  const fail = (error: unknown) => {
    throw googleFault(error);
  };

  return Object.freeze({
    name: `Google Cloud KMS ${keyName}`,
    async wrap(dataKey, context) {
      const request = {
        name: keyName,
        plaintext: dataKey,
        plaintextCrc32c: checksum(dataKey),
        ...bound(contextBytes(context)),
      };
      const [answer] = await client.encrypt(request, once).catch(fail);
      mustBeWhole(answer.verifiedPlaintextCrc32c === true);
      mustBeWhole(answer.verifiedAdditionalAuthenticatedDataCrc32c === true);
      return checked(answer.ciphertext, answer.ciphertextCrc32c);
    },
    async unwrap(wrapped, context) {
      const request = {
        name: keyName,
        ciphertext: wrapped,
        ciphertextCrc32c: checksum(wrapped),
        ...bound(contextBytes(context)),
      };
      const [answer] = await client.decrypt(request, once).catch(fail);
      return checked(answer.plaintext, answer.plaintextCrc32c);
    },
  } satisfies MasterKey);
}

const checksum = (bytes: Uint8Array) => ({ value: crc32c(bytes) });

const bound = (additionalData: Uint8Array) => ({
  additionalAuthenticatedData: additionalData,
  additionalAuthenticatedDataCrc32c: checksum(additionalData),
});

/** The checksum is an int64, which comes as text, as a number or as an object that prints as one. */
function checked(bytes: Bytes | undefined, sum: Crc32c | undefined): Uint8Array {
  mustBeWhole(bytes instanceof Uint8Array && String(sum?.value) === String(crc32c(bytes)));
  return bytes;
}

function mustBeWhole(whole: boolean): asserts whole {
  if (!whole) throw new MasterKeyError("unreachable", "the bytes were damaged on the way");
}
