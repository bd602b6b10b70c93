import { type Asked, type LoopbackServer, type Reply, startLoopback } from "./loopback-server.js";
import { type VaultKey, vaultKey } from "./vault-key.js";

export interface AwsKmsServer extends LoopbackServer {
  /** What every call is answered with instead: an error of AWS, or null for silence. */
  failWith(failure: { readonly status: number; readonly type: string } | null): void;
}

interface Call {
  readonly KeyId: string;
  readonly EncryptionContext?: Record<string, string>;
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
}

/** Speaks AWS JSON 1.1 like KMS: Encrypt and Decrypt, for keys by their alias. */
export async function startAwsKms(aliases: readonly string[]): Promise<AwsKmsServer> {
  const keys = new Map(aliases.map((alias) => [alias, vaultKey()]));
  let failure: { readonly status: number; readonly type: string } | null | undefined;

  function answer(asked: Asked): Reply | null {
    if (failure === null) return null;
    if (failure !== undefined) return fault(failure.type, failure.status);
    if (!isSigned(asked)) return fault("MissingAuthenticationTokenException", 400);
    const call: Call = JSON.parse(asked.body);
    const key = keys.get(call.KeyId);
    if (key === undefined) return fault("NotFoundException", 400);
    // Sorted: the order of a context does not count.
    const context = JSON.stringify(Object.entries(call.EncryptionContext ?? {}).sort());
    switch (asked.headers["x-amz-target"]) {
      case "TrentService.Encrypt":
        return reply({ CiphertextBlob: encrypt(call.KeyId, key, context, call.Plaintext ?? "") });
      case "TrentService.Decrypt":
        return decrypt(call.KeyId, key, context, call.CiphertextBlob ?? "");
      default:
        return fault("UnknownOperationException", 400);
    }
  }

  const server = await startLoopback(answer);
  return {
    ...server,
    failWith(wanted) {
      failure = wanted;
    },
  };
}

/** The shape of a Signature Version 4; that it is right is between the SDK and AWS. */
function isSigned({ headers }: Asked): boolean {
  return /^AWS4-HMAC-SHA256 Credential=\w+\/\d{8}\/[\w-]+\/kms\/aws4_request, SignedHeaders=[\w;-]*x-amz-target[\w;-]*, Signature=[0-9a-f]{64}$/.test(
    headers.authorization ?? "",
  );
}

function encrypt(alias: string, key: VaultKey, context: string, plaintext: string): string {
  const sealed = key.seal(Buffer.from(plaintext, "base64"), context);
  return Buffer.concat([Buffer.from(`${alias}\n`), sealed]).toString("base64");
}

function decrypt(alias: string, key: VaultKey, context: string, blob: string): Reply {
  const bytes = Buffer.from(blob, "base64");
  const at = bytes.indexOf("\n");
  if (at < 0) return fault("InvalidCiphertextException", 400);
  if (bytes.toString("latin1", 0, at) !== alias) return fault("IncorrectKeyException", 400);
  const plaintext = key.open(bytes.subarray(at + 1), context);
  if (plaintext === null) return fault("InvalidCiphertextException", 400);
  return reply({ Plaintext: plaintext.toString("base64"), KeyId: alias });
}

const reply = (body: object): Reply => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body,
});

const fault = (type: string, status: number): Reply => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "1f3c-aa" },
  body: { __type: type, message: "told at length" },
});
