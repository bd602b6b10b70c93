import { type LoopbackServer, type Reply, startLoopback } from "./loopback-server.js";
import { vaultKey } from "./vault-key.js";

export interface VaultServer extends LoopbackServer {
  deny(): void;
}

const path = /^\/v1\/transit\/(encrypt|decrypt)\/([\w-]+)$/;
const prefix = "vault:v1:";

/** Speaks the HTTP of Vault's transit engine: encrypt and decrypt with associated data, for keys of type aes256-gcm96. */
export async function startVault(token: string, names: readonly string[]): Promise<VaultServer> {
  const keys = new Map(names.map((name) => [name, vaultKey()]));
  let denied = false;

  const server = await startLoopback(({ path: asked, headers, body }): Reply => {
    if (denied || headers["x-vault-token"] !== token) return failure(403, "permission denied");
    const [, operation, name = ""] = path.exec(asked) ?? [];
    const key = keys.get(name);
    if (key === undefined) return failure(400, "encryption key not found");
    const call: Record<string, string> = JSON.parse(body);
    const associated = Buffer.from(call.associated_data ?? "", "base64");
    if (operation === "encrypt") {
      const sealed = key.seal(Buffer.from(call.plaintext ?? "", "base64"), associated);
      return data({ ciphertext: prefix + sealed.toString("base64"), key_version: 1 });
    }
    const { ciphertext = "" } = call;
    if (!ciphertext.startsWith(prefix)) return failure(400, "invalid ciphertext: no prefix");
    const sealed = Buffer.from(ciphertext.slice(prefix.length), "base64");
    // Node's decoder passes over what is no base64; Vault's does not.
    if (prefix + sealed.toString("base64") !== ciphertext)
      return failure(400, "invalid ciphertext: could not decode base64");
    const plaintext = key.open(sealed, associated);
    if (plaintext === null) return failure(400, "cipher: message authentication failed");
    return data({ plaintext: plaintext.toString("base64") });
  });
  return {
    ...server,
    deny() {
      denied = true;
    },
  };
}

const data = (body: object): Reply => ({ status: 200, body: { data: body } });
const failure = (status: number, what: string): Reply => ({ status, body: { errors: [what] } });
