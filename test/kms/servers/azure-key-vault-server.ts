import {
  constants,
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from "node:crypto";
import { generate } from "selfsigned";
import { type Asked, type LoopbackServer, type Reply, startLoopback } from "./loopback-server.js";

export const token = "a token of the loopback tenant";

interface Failure {
  readonly status: number;
  readonly code?: string;
  readonly inner?: string;
}

export interface AzureKeyVaultServer extends LoopbackServer {
  /** Whom a client has to trust. */
  readonly certificate: string;
  /** Of a version of a key. */
  idOf(key: string): string;
  /** What every call is answered with instead, or null for silence. */
  failWith(failure: Failure | null): void;
}

interface HeldKey {
  readonly jwk: object;
  wrap(algorithm: string, bytes: Buffer): Buffer | null;
  unwrap(algorithm: string, bytes: Buffer): Buffer | null;
}

const version = "0123456789abcdef0123456789abcdef";
const path = /^\/keys\/([\w-]+)\/([0-9a-f]{32})(?:\/(wrapkey|unwrapkey))?\?api(?:-|%2D)version=/;

/** Speaks REST like Key Vault and a Managed HSM: the challenge, getKey, wrapKey and unwrapKey, one version of each key. */
export async function startAzureKeyVault(): Promise<AzureKeyVaultServer> {
  let failure: Failure | null | undefined;
  const idOf = (key: string) => `${server.url}/keys/${key}/${version}`;

  function answer(asked: Asked): Reply | null {
    const [, key = "", asks, operation] = path.exec(asked.path) ?? [];
    const held = keys[key];
    if (asked.headers.authorization !== `Bearer ${token}`) return challenge();
    if (failure === null) return null;
    if (failure !== undefined) return fault(failure);
    if (held === undefined || asks !== version) return fault({ status: 404, code: "KeyNotFound" });
    if (operation === undefined)
      return reply({ key: { kid: idOf(key), ...held.jwk }, attributes: { enabled: true } });
    const { alg, value } = JSON.parse(asked.body);
    const bytes = Buffer.from(value, "base64url");
    const result = operation === "wrapkey" ? held.wrap(alg, bytes) : held.unwrap(alg, bytes);
    if (result === null) return fault({ status: 400, code: "BadParameter" });
    return reply({ kid: idOf(key), value: result.toString("base64url") });
  }

  const tls = await certificate;
  const server = await startLoopback(answer, { key: tls.private, cert: tls.cert });
  return {
    ...server,
    certificate: tls.cert,
    idOf,
    failWith(wanted) {
      failure = wanted;
    },
  };
}

const reply = (body: object): Reply => ({ status: 200, body });

function challenge(): Reply {
  const authenticate =
    'Bearer authorization="https://login.example/tenant", resource="https://vault.example"';
  return {
    status: 401,
    headers: { "www-authenticate": authenticate },
    body: { error: { code: "Unauthorized", message: "no token" } },
  };
}

const fault = ({ status, code, inner }: Failure): Reply => ({
  status,
  body: { error: { code, message: "told at length", innererror: inner && { code: inner } } },
});

function rsaKey(): HeldKey {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { n, e } = publicKey.export({ format: "jwk" });
  const oaep = (key: KeyObject) => ({
    key,
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: "sha256",
  });
  return {
    jwk: { kty: "RSA", n, e, key_ops: ["wrapKey", "unwrapKey"] },
    wrap: (algorithm, bytes) =>
      algorithm === "RSA-OAEP-256" ? publicEncrypt(oaep(publicKey), bytes) : null,
    unwrap: (algorithm, bytes) =>
      algorithm === "RSA-OAEP-256" ? orNull(() => privateDecrypt(oaep(privateKey), bytes)) : null,
  };
}

/** AES key wrap (RFC 3394). */
function symmetricKey(): HeldKey {
  const key = randomBytes(32);
  const iv = Buffer.alloc(8, 0xa6);
  return {
    jwk: { kty: "oct-HSM", key_ops: ["wrapKey", "unwrapKey"] },
    wrap: (algorithm, bytes) =>
      algorithm === "A256KW" ? createCipheriv("id-aes256-wrap", key, iv).update(bytes) : null,
    unwrap: (algorithm, bytes) =>
      algorithm === "A256KW"
        ? orNull(() => createDecipheriv("id-aes256-wrap", key, iv).update(bytes))
        : null,
  };
}

function orNull(open: () => Buffer): Buffer | null {
  try {
    return open();
  } catch {
    return null;
  }
}

/** Azure's client sends its token to nobody without TLS. */
const certificate = generate([{ name: "commonName", value: "127.0.0.1" }], {
  keyType: "ec",
  extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
});

/** Made once: an RSA key takes longer than all that is done with it. */
const keys: Readonly<Record<string, HeldKey>> = {
  master: rsaKey(),
  other: rsaKey(),
  symmetric: symmetricKey(),
  "other-symmetric": symmetricKey(),
};
