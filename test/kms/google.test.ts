import assert from "node:assert/strict";
import { KeyManagementServiceClient } from "@google-cloud/kms";
import { credentials, status } from "@grpc/grpc-js";
import { googleKms } from "@second-factor/kms/google";
import { masterKeyContract } from "@second-factor/testing";
import { describe, it } from "vitest";
import { faultOf, someKey, testContext } from "./fault-of.js";
import { startGoogleKms } from "./servers/google-kms-server.js";

// Google's client asks the machine whether it stands in Google's cloud. This one does not.
process.env.METADATA_SERVER_DETECTION = "none";

const keyName = (key: string) => `projects/p/locations/europe/keyRings/app/cryptoKeys/${key}`;

async function open() {
  const server = await startGoogleKms([keyName("second-factor"), keyName("other")]);
  const client = new KeyManagementServiceClient({
    apiEndpoint: "127.0.0.1",
    port: server.port,
    sslCreds: credentials.createInsecure(),
    projectId: "p",
    "grpc.enable_http_proxy": 0,
  });
  return {
    server,
    masterKey: googleKms({ client, keyName: keyName("second-factor") }),
    other: googleKms({ client, keyName: keyName("other") }),
    breakIt: () => server.close(),
    denyIt: async () => server.failWith(status.PERMISSION_DENIED),
    async close() {
      await client.close();
      await server.close();
    },
  };
}

masterKeyContract({ describe, it }, { name: "Google's client against a loopback server", open });

describe("googleKms", () => {
  it("gives Google the context as additional data, with checksums of all that it sends", async () => {
    const { masterKey, server, close } = await open();
    await masterKey.unwrap(await masterKey.wrap(someKey(), testContext), testContext);
    // The server refuses what has no checksum, or a wrong one.
    const sent = server.asked.map((call) => String(call.additionalAuthenticatedData));
    assert.deepEqual(sent, ['["second-factor","k1"]', '["second-factor","k1"]']);
    await close();
  });

  it("takes no bytes that were damaged on the way", async () => {
    const { masterKey, server, close } = await open();
    const wrapped = await masterKey.wrap(someKey(), testContext);
    const flipped = (bytes: unknown) => (bytes as Buffer).map((byte) => byte ^ 1);
    const damages: Record<string, (answer: Record<string, unknown>) => object> = {
      "a flipped bit": (answer) =>
        "plaintext" in answer
          ? { ...answer, plaintext: flipped(answer.plaintext) }
          : { ...answer, ciphertext: flipped(answer.ciphertext) },
      "no checksum": ({ plaintextCrc32c: _1, ciphertextCrc32c: _2, ...answer }) => answer,
      "no bytes": ({ plaintext: _1, ciphertext: _2, ...answer }) => answer,
    };
    for (const [what, damage] of Object.entries(damages)) {
      server.damage((answer) => damage(answer) as Record<string, unknown>);
      const calls = [
        masterKey.wrap(someKey(), testContext),
        masterKey.unwrap(wrapped, testContext),
      ];
      for (const failure of await Promise.all(calls.map(faultOf)))
        assert.equal(failure.fault, "unreachable", `${what}: the next try may be sound`);
    }
    for (const flag of [
      "verifiedPlaintextCrc32c",
      "verifiedAdditionalAuthenticatedDataCrc32c",
    ] as const) {
      server.damage((answer) => ({ ...answer, [flag]: false }));
      const failure = await faultOf(masterKey.wrap(someKey(), testContext));
      assert.equal(failure.fault, "unreachable", `${flag} is false: Google has seen other bytes`);
    }
    await close();
  });

  it("tells what Google answers apart, repeats none of its text, and asks once", async () => {
    const { masterKey, server, close } = await open();
    const answers = [
      ["PERMISSION_DENIED", "denied"],
      ["UNAUTHENTICATED", "denied"],
      ["INVALID_ARGUMENT", "refused"],
      ["NOT_FOUND", "refused"],
      ["FAILED_PRECONDITION", "refused"],
      ["UNAVAILABLE", "unreachable"],
      ["DEADLINE_EXCEEDED", "unreachable"],
      ["RESOURCE_EXHAUSTED", "unreachable"],
      ["INTERNAL", "unreachable"],
    ] as const;
    for (const [name, fault] of answers) {
      const before = server.asked.length;
      server.failWith(status[name]);
      const failure = await faultOf(masterKey.wrap(someKey(), testContext));
      assert.equal(failure.fault, fault, `${name} is ${fault}`);
      assert.equal(failure.message, `gRPC code ${status[name]}`);
      assert.equal(failure.cause, undefined);
      assert.equal(server.asked.length - before, 1, `${name}: by itself the client goes on asking`);
    }
    await close();
  });
});
