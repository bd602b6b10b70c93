import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { masterKeyContract } from "@second-factor/testing";
import { describe, it } from "vitest";
import { startVault } from "./servers/vault-server.js";
import { vaultTransit } from "./vault-transit.js";

const token = "hvs.only-on-loopback";

async function open() {
  const server = await startVault(token, ["second-factor", "other"]);
  return {
    masterKey: vaultTransit(server.url, token, "second-factor"),
    other: vaultTransit(server.url, token, "other"),
    breakIt: () => server.close(),
    denyIt: async () => server.deny(),
    close: () => server.close(),
  };
}

masterKeyContract({ describe, it }, { name: "a user's own, for Vault's transit engine", open });

it("is printed in the README as it is tested here", () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
  const printed = read("../../packages/kms/README.md");
  assert.ok(printed.includes(`\`\`\`ts\n${read("vault-transit.ts")}\`\`\``));
});
