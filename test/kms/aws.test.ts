import assert from "node:assert/strict";
import { KMSClient } from "@aws-sdk/client-kms";
import { awsKms } from "@second-factor/kms/aws";
import { masterKeyContract } from "@second-factor/testing";
import { describe, it } from "vitest";
import { abandoned, faultOf, someKey, testContext } from "./fault-of.js";
import { type AwsKmsServer, startAwsKms } from "./servers/aws-kms-server.js";

const aliases = ["alias/second-factor", "alias/other"] as const;

const clientOf = ({ url }: AwsKmsServer) =>
  new KMSClient({
    region: "eu-central-1",
    endpoint: url,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "only on loopback" },
    maxAttempts: 2,
  });

async function open() {
  const server = await startAwsKms(aliases);
  const client = clientOf(server);
  return {
    server,
    masterKey: awsKms({ client, keyId: aliases[0] }),
    other: awsKms({ client, keyId: aliases[1] }),
    breakIt: () => server.close(),
    async denyIt() {
      server.failWith({ status: 400, type: "AccessDeniedException" });
    },
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

masterKeyContract({ describe, it }, { name: "AWS's client against a loopback server", open });

describe("awsKms", () => {
  it("gives AWS the context with both calls, and names the key when it decrypts", async () => {
    const { masterKey, server, close } = await open();
    await masterKey.unwrap(await masterKey.wrap(someKey(), testContext), testContext);
    for (const { body } of server.asked) {
      const { KeyId, EncryptionContext } = JSON.parse(body);
      assert.deepEqual(EncryptionContext, { application: "second-factor", keyId: "k1" });
      assert.equal(KeyId, aliases[0]);
    }
    assert.equal(server.asked.length, 2);
    await close();
  });

  it("tells what AWS answers apart, and repeats none of its text", async () => {
    const { masterKey, server, close } = await open();
    const answers = [
      [400, "AccessDeniedException", "denied"],
      [400, "UnrecognizedClientException", "denied"],
      [403, "ExpiredTokenException", "denied"],
      [400, "InvalidCiphertextException", "refused"],
      [400, "DisabledException", "refused"],
      [400, "KMSInvalidStateException", "refused"],
      [400, "NotFoundException", "refused"],
      [400, "ThrottlingException", "unreachable"],
      [500, "KMSInternalException", "unreachable"],
      [500, "KeyUnavailableException", "unreachable"],
      [503, "DependencyTimeoutException", "unreachable"],
    ] as const;
    for (const [status, type, fault] of answers) {
      server.failWith({ status, type });
      const failure = await faultOf(masterKey.wrap(someKey(), testContext));
      assert.equal(failure.fault, fault, `${type} is ${fault}`);
      assert.equal(failure.message, `${type}, HTTP ${status}, request 1f3c-aa`);
      assert.equal(failure.cause, undefined, "the vendor's error holds its response");
    }
    await close();
  });

  it("asks no more often than its client is set to", async () => {
    const { masterKey, server, close } = await open();
    server.failWith({ status: 500, type: "KMSInternalException" });
    await faultOf(masterKey.wrap(someKey(), testContext));
    assert.equal(server.asked.length, 2);
    await close();
  });

  it("ends a call of ten seconds: they would pile up while nobody answers", async () => {
    const { masterKey, server, close } = await open();
    server.failWith(null);
    const call = () => masterKey.wrap(someKey(), testContext);
    const { failure, milliseconds } = await abandoned(server, 1, call);
    assert.equal(failure.fault, "unreachable");
    assert.deepEqual(milliseconds, [10_000]);
    await close();
    assert.equal(server.asked.length, 1, "what was abandoned is not sent again");
  });

  it("is denied where there are no credentials", async () => {
    const { server, close } = await open();
    const credentials = async () => {
      throw Object.assign(new Error("nothing found"), { name: "CredentialsProviderError" });
    };
    const client = new KMSClient({ region: "eu-central-1", endpoint: server.url, credentials });
    const masterKey = awsKms({ client, keyId: aliases[0] });
    const failure = await faultOf(masterKey.wrap(someKey(), testContext));
    assert.equal(failure.fault, "denied");
    await close();
  });
});
