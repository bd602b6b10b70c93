import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pkcs11js, { type Handle } from "pkcs11js";
import { toolPath } from "../../run/debian-tools.mjs";
import { temporaryFolder } from "../../servers/temporary-folder.js";

export interface TokenKey {
  readonly label: string;
  /** CKA_ID, in hexadecimal. */
  readonly id: string;
  readonly isExtractable?: boolean;
}

export interface SoftToken {
  /** SoftHSM's, as a vendor would bring one. */
  readonly library: string;
  readonly tokenLabel: string;
  readonly pin: string;
  /** Asks the token for the bytes of a key, signed in. */
  readKey(label: string): unknown;
  changePin(from: string, to: string): void;
  /** Pulls the token out of the slot, with all that is on it. */
  takeOut(): void;
  putBack(): void;
  remove(): void;
}

const administratorPin = "only on loopback";
const { CKU_USER, CKU_SO, CKF_SERIAL_SESSION, CKF_RW_SESSION } = pkcs11js;

/**
 * A token of SoftHSM with AES keys, in a temporary folder. One in a process: the library asks the environment where its
 * tokens are, and only when it is started.
 */
export function insertToken(keys: readonly TokenKey[]): SoftToken {
  const folder = temporaryFolder("token");
  const [tokens, away] = [join(folder.path, "tokens"), join(folder.path, "away")];
  mkdirSync(tokens);
  const settings = join(folder.path, "softhsm2.conf");
  writeFileSync(settings, `directories.tokendir = ${tokens}\nlog.level = ERROR\n`);
  process.env.SOFTHSM2_CONF = settings;

  const library = toolPath("libsofthsm2.so");
  const tokenLabel = "second-factor";
  const pin = `pin-${randomBytes(4).toString("hex")}`;
  const pkcs11 = new pkcs11js.PKCS11();
  pkcs11.load(library);

  /** Started and signed in, unless this process is both already, and then left as it was. */
  function signedIn<T>(work: (session: Handle) => T, user = CKU_USER, secret = pin): T {
    const stop = undoable(
      () => pkcs11.C_Initialize(),
      () => pkcs11.C_Finalize(),
    );
    const slot = pkcs11.C_GetSlotList(true)[0]!;
    const session = pkcs11.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION);
    const signOut = undoable(
      () => pkcs11.C_Login(session, user, secret),
      () => pkcs11.C_Logout(session),
    );
    try {
      return work(session);
    } finally {
      signOut();
      pkcs11.C_CloseSession(session);
      stop();
    }
  }

  pkcs11.C_Initialize();
  pkcs11.C_InitToken(pkcs11.C_GetSlotList(true)[0]!, administratorPin, tokenLabel);
  signedIn((session) => pkcs11.C_InitPIN(session, pin), CKU_SO, administratorPin);
  signedIn((session) => {
    for (const key of keys) generateKey(pkcs11, session, key);
  });
  pkcs11.C_Finalize();

  return {
    library,
    tokenLabel,
    pin,
    readKey: (label) =>
      signedIn((session) => {
        pkcs11.C_FindObjectsInit(session, [{ type: pkcs11js.CKA_LABEL, value: label }]);
        const [key] = pkcs11.C_FindObjects(session, 1);
        pkcs11.C_FindObjectsFinal(session);
        return pkcs11.C_GetAttributeValue(session, key!, [{ type: pkcs11js.CKA_VALUE }]);
      }),
    changePin: (from, to) =>
      signedIn((session) => pkcs11.C_SetPIN(session, from, to), CKU_USER, from),
    takeOut: () => renameSync(tokens, away),
    putBack() {
      if (existsSync(away)) renameSync(away, tokens);
    },
    remove: () => folder.remove(),
  };
}

/** Does it, and gives back how to undo it; nothing where it was done before. */
function undoable(does: () => void, undo: () => void): () => void {
  try {
    does();
    return undo;
  } catch (error) {
    if (!/ALREADY/.test(String(error))) throw error;
    return () => undefined;
  }
}

function generateKey(
  pkcs11: pkcs11js.PKCS11,
  session: Handle,
  { label, id, isExtractable = false }: TokenKey,
): void {
  pkcs11.C_GenerateKey(session, { mechanism: pkcs11js.CKM_AES_KEY_GEN }, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
    { type: pkcs11js.CKA_LABEL, value: label },
    { type: pkcs11js.CKA_ID, value: Buffer.from(id, "hex") },
    { type: pkcs11js.CKA_VALUE_LEN, value: 32 },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: true },
    { type: pkcs11js.CKA_SENSITIVE, value: !isExtractable },
    { type: pkcs11js.CKA_EXTRACTABLE, value: isExtractable },
    { type: pkcs11js.CKA_ENCRYPT, value: true },
    { type: pkcs11js.CKA_DECRYPT, value: true },
  ]);
}
