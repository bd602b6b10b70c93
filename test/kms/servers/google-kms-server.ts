import { createRequire } from "node:module";
import {
  type MethodDefinition,
  Server,
  ServerCredentials,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import protobuf from "protobufjs";
import { vaultKey } from "./vault-key.js";

interface Sum {
  readonly value?: unknown;
}

interface Call {
  readonly name: string;
  readonly plaintext: Buffer;
  readonly plaintextCrc32c?: Sum;
  readonly ciphertext: Buffer;
  readonly ciphertextCrc32c?: Sum;
  readonly additionalAuthenticatedData: Buffer;
  readonly additionalAuthenticatedDataCrc32c?: Sum;
}

type Answer = Record<string, unknown>;

export interface GoogleKmsServer {
  readonly port: number;
  readonly asked: readonly Call[];
  /** What every call is answered with instead. */
  failWith(code: number): void;
  /** Does this to every answer, after its checksums were made: a wire that damages. */
  damage(answer: (sound: Answer) => Answer): void;
  close(): Promise<void>;
}

/** Speaks gRPC like Cloud KMS, by the messages that the client brings along: Encrypt and Decrypt, for keys by name. */
export async function startGoogleKms(names: readonly string[]): Promise<GoogleKmsServer> {
  const keys = new Map(names.map((name) => [name, vaultKey()]));
  const asked: Call[] = [];
  let failure: number | null = null;
  let change = (answer: Answer): Answer => answer;

  const handle =
    (method: (call: Call) => Answer | number) =>
    ({ request }: { readonly request: Call }, reply: sendUnaryData<Answer>) => {
      asked.push(request);
      const answer = failure ?? (keys.has(request.name) ? method(request) : status.NOT_FOUND);
      if (typeof answer === "number") reply({ code: answer, details: "told at length" });
      else reply(null, change(answer));
    };

  const server = new Server();
  server.addService(
    { Encrypt: methodOf("Encrypt"), Decrypt: methodOf("Decrypt") },
    {
      Encrypt: handle((call) => {
        if (!fits(call.plaintext, call.plaintextCrc32c)) return status.INVALID_ARGUMENT;
        if (!fits(call.additionalAuthenticatedData, call.additionalAuthenticatedDataCrc32c))
          return status.INVALID_ARGUMENT;
        const ciphertext = keys
          .get(call.name)!
          .seal(call.plaintext, call.additionalAuthenticatedData);
        return {
          name: `${call.name}/cryptoKeyVersions/1`,
          ciphertext,
          ciphertextCrc32c: { value: crc32c(ciphertext) },
          verifiedPlaintextCrc32c: true,
          verifiedAdditionalAuthenticatedDataCrc32c: true,
        };
      }),
      Decrypt: handle((call) => {
        if (!fits(call.ciphertext, call.ciphertextCrc32c)) return status.INVALID_ARGUMENT;
        if (!fits(call.additionalAuthenticatedData, call.additionalAuthenticatedDataCrc32c))
          return status.INVALID_ARGUMENT;
        const plaintext = keys
          .get(call.name)!
          .open(call.ciphertext, call.additionalAuthenticatedData);
        if (plaintext === null) return status.INVALID_ARGUMENT;
        return { plaintext, plaintextCrc32c: { value: crc32c(plaintext) } };
      }),
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    const insecure = ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", insecure, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    asked,
    failWith(code) {
      failure = code;
    },
    damage(wanted) {
      change = wanted;
    },
    close: async () => server.forceShutdown(),
  };
}

/** A checksum that is there has to fit; and ours always sends one. */
const fits = (bytes: Buffer, sum: Sum | undefined): boolean =>
  String(sum?.value) === String(crc32c(bytes));

/** Bit by bit, so that it is not the client's own table that checks the client. */
function crc32c(bytes: Uint8Array): number {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0x82f63b78 : 0);
  }
  return ~value >>> 0;
}

const require = createRequire(import.meta.url);
const service = protobuf.Root.fromJSON(
  require("@google-cloud/kms/build/protos/protos.json"),
).lookupService("google.cloud.kms.v1.KeyManagementService");

function methodOf(name: string): MethodDefinition<Call, Answer> {
  const method = service.methods[name]!;
  method.resolve();
  const { resolvedRequestType: request, resolvedResponseType: response } = method;
  const asObject = { longs: String, defaults: true };
  return {
    path: `/google.cloud.kms.v1.KeyManagementService/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (value) => Buffer.from(request!.encode(request!.fromObject(value)).finish()),
    requestDeserialize: (bytes) => request!.toObject(request!.decode(bytes), asObject) as Call,
    responseSerialize: (value) =>
      Buffer.from(response!.encode(response!.fromObject(value)).finish()),
    responseDeserialize: (bytes) => response!.toObject(response!.decode(bytes), asObject),
  };
}
