import { MasterKeyError } from "@second-factor/core";
import type Api from "pkcs11js";
import type { KeySession } from "./open-key.js";

/** version | nonce | ciphertext and tag */
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

export async function encrypt(
  held: KeySession,
  plaintext: Uint8Array,
  additionalData: Uint8Array,
): Promise<Uint8Array> {
  const { pkcs11, session, key } = held;
  const nonce = crypto.getRandomValues(Buffer.alloc(nonceBytes));
  // Copies: while the library works on another thread, these bytes are nobody else's.
  const [input, output] = [Buffer.from(plaintext), Buffer.alloc(plaintext.length + tagBytes)];
  try {
    pkcs11.C_EncryptInit(session, gcm(held, nonce, additionalData), key);
    const sealed = await pkcs11.C_EncryptAsync(session, input, output);
    return Uint8Array.from([version, ...nonce, ...sealed]);
  } finally {
    input.fill(0);
  }
}

export async function decrypt(
  held: KeySession,
  sealed: Uint8Array,
  additionalData: Uint8Array,
): Promise<Uint8Array> {
  const { pkcs11, session, key } = held;
  const ciphertext = Buffer.from(sealed.subarray(1 + nonceBytes));
  if (sealed[0] !== version || ciphertext.length <= tagBytes) throw notOurs();
  const nonce = Buffer.from(sealed.subarray(1, 1 + nonceBytes));
  const output = Buffer.alloc(ciphertext.length);
  pkcs11.C_DecryptInit(session, gcm(held, nonce, additionalData), key);
  try {
    return Uint8Array.from(await pkcs11.C_DecryptAsync(session, ciphertext, output));
  } catch (error) {
    // For a tag that does not fit every library has its own code, and some the one for a broken token.
    if (await stillWorks(held)) throw notOurs();
    throw error;
  } finally {
    output.fill(0);
  }
}

const notOurs = () => new MasterKeyError("refused", "this was not wrapped by it under this id");

async function stillWorks(held: KeySession): Promise<boolean> {
  return encrypt(held, new Uint8Array(tagBytes), new Uint8Array(0)).then(
    () => true,
    () => false,
  );
}

function gcm({ api }: KeySession, nonce: Buffer, additionalData: Uint8Array): Api.Mechanism {
  const parameter: Api.AesGCM = {
    type: api.CK_PARAMS_AES_GCM,
    iv: nonce,
    aad: Buffer.from(additionalData),
    ivBits: nonceBytes * 8,
    tagBits: tagBytes * 8,
  };
  return { mechanism: api.CKM_AES_GCM, parameter };
}
