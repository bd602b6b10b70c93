import assert from "node:assert/strict";
import { CryptographyClient } from "@azure/keyvault-keys";
import { type AzureKeyVaultOptions, azureKeyVault } from "@second-factor/kms/azure";
import { masterKeyContract } from "@second-factor/testing";
import { describe, it } from "vitest";
import { abandoned, faultOf, someKey, testContext } from "./fault-of.js";
import { startAzureKeyVault, token } from "./servers/azure-key-vault-server.js";

const credential = {
  getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
};

const clientFor = (id: string, ca = "") =>
  new CryptographyClient(id, credential, {
    retryOptions: { maxRetries: 1, retryDelayInMs: 1 },
    // The challenge names Azure's own domain, and this is loopback.
    disableChallengeResourceVerification: true,
    ...{ tlsOptions: { ca } },
  });

type Algorithm = NonNullable<AzureKeyVaultOptions["algorithm"]>;

const opening =
  (names: readonly [string, string] = ["master", "other"], algorithm: Algorithm = "RSA-OAEP-256") =>
  async () => {
    const server = await startAzureKeyVault();
    const [masterKey, other] = names.map((name) =>
      azureKeyVault({ client: clientFor(server.idOf(name), server.certificate), algorithm }),
    );
    assert.ok(masterKey && other);
    return {
      server,
      masterKey,
      other,
      breakIt: () => server.close(),
      async denyIt() {
        server.failWith({ status: 403, code: "Forbidden", inner: "ForbiddenByPolicy" });
      },
      close: () => server.close(),
    };
  };

const name = "Azure's client against a loopback server";
masterKeyContract({ describe, it }, { name: `${name}, RSA-OAEP-256`, open: opening() });
masterKeyContract(
  { describe, it },
  { name: `${name}, A256KW`, open: opening(["symmetric", "other-symmetric"], "A256KW") },
);

describe("azureKeyVault", () => {
  it("gives Azure a key of its own to wrap, never the data key", async () => {
    const { masterKey, server, close } = await opening()();
    const key = someKey();
    await masterKey.wrap(key, testContext);
    const bodies = server.asked.map(({ body }) => body).join("\n");
    assert.match(bodies, /"value":"[\w-]{43}"/);
    assert.ok(!bodies.includes(Buffer.from(key).toString("base64url")));
    await close();
  });

  it("tells what Azure answers apart, and repeats none of its text", async () => {
    const { masterKey, server, close } = await opening()();
    await masterKey.wrap(someKey(), testContext);
    const answers = [
      [403, "ForbiddenByPolicy", "denied"],
      [403, "KeyDisabled", "refused"],
      [404, "KeyNotFound", "refused"],
      [400, "BadParameter", "refused"],
      [429, "Throttled", "unreachable"],
      [500, "InternalServerError", "unreachable"],
      [503, "ServiceUnavailable", "unreachable"],
    ] as const;
    for (const [status, inner, fault] of answers) {
      server.failWith({ status, code: "Forbidden", inner });
      const failure = await faultOf(masterKey.wrap(someKey(), testContext));
      assert.equal(failure.fault, fault, `${status} ${inner} is ${fault}`);
      assert.equal(failure.message, `RestError, ${inner}, HTTP ${status}`);
      assert.equal(failure.cause, undefined, "the vendor's error holds its request");
    }
    await close();
  });

  it("ends a call of ten seconds: they would pile up while nobody answers", async () => {
    const { masterKey, server, close } = await opening()();
    await masterKey.wrap(someKey(), testContext);
    const before = server.asked.length;
    server.failWith(null);
    const call = () => masterKey.wrap(someKey(), testContext);
    const { failure, milliseconds } = await abandoned(server, before + 1, call);
    assert.equal(failure.fault, "unreachable");
    assert.deepEqual(milliseconds, [10_000]);
    await close();
    assert.equal(server.asked.length, before + 1, "what was abandoned is not sent again");
  });

  it("wants one version of a key: a newer one could not unwrap what an older one wrapped", () => {
    for (const id of ["https://v.vault.example/keys/master", "https://v.vault.example/keys/m/"])
      assert.throws(() => azureKeyVault({ client: clientFor(id) }), /for one version of a key/);
  });
});
