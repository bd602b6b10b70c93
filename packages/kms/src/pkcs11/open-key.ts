import { MasterKeyError } from "@second-factor/core";
import type Api from "pkcs11js";
import type { Running } from "./library.js";
import { codeOf } from "./pkcs11-fault.js";

export interface KeyPlace {
  readonly tokenLabel: string;
  readonly keyLabel?: string;
  /** CKA_ID, in hexadecimal. */
  readonly keyId?: string;
}

/** A session that is signed in, and the key in it. */
export interface KeySession extends Running {
  readonly session: Api.Handle;
  readonly key: Api.Handle;
}

/** @throws MasterKeyError, or what the library throws */
export function openKey(running: Running, place: KeyPlace, pin: string): KeySession {
  const { api, pkcs11 } = running;
  const session = pkcs11.C_OpenSession(findSlot(running, place), api.CKF_SERIAL_SESSION);
  try {
    signIn(running, session, pin);
    const key = findKey(running, session, place);
    mustStay(running, session, key);
    return { ...running, session, key };
  } catch (error) {
    closeSession({ ...running, session });
    throw error;
  }
}

export function closeSession({ pkcs11, session }: Pick<KeySession, "pkcs11" | "session">): void {
  try {
    pkcs11.C_CloseSession(session);
  } catch {
    // It was gone already.
  }
}

function findSlot({ pkcs11 }: Running, { tokenLabel }: KeyPlace): Api.Handle {
  const [slot, ...more] = pkcs11.C_GetSlotList(true).filter((candidate) => {
    try {
      return unpadded(pkcs11.C_GetTokenInfo(candidate).label) === tokenLabel;
    } catch {
      // Taken out just now; it is no reason not to look at the others.
      return false;
    }
  });
  if (slot === undefined) throw new MasterKeyError("unreachable", "there is no such token");
  if (more.length > 0)
    throw new MasterKeyError("refused", "there are several tokens of that label");
  return slot;
}

/** The standard says spaces; some write zeros. */
const unpadded = (label: string): string => (label.split("\0", 1)[0] ?? "").trimEnd();

function signIn({ api, pkcs11 }: Running, session: Api.Handle, pin: string): void {
  try {
    pkcs11.C_Login(session, api.CKU_USER, pin);
  } catch (error) {
    // One sign-in serves all sessions of the process.
    if (codeOf(error) !== "CKR_USER_ALREADY_LOGGED_IN") throw error;
  }
}

function findKey({ api, pkcs11 }: Running, session: Api.Handle, place: KeyPlace): Api.Handle {
  const { keyLabel, keyId } = place;
  pkcs11.C_FindObjectsInit(session, [
    { type: api.CKA_CLASS, value: api.CKO_SECRET_KEY },
    ...(keyLabel === undefined ? [] : [{ type: api.CKA_LABEL, value: keyLabel }]),
    ...(keyId === undefined ? [] : [{ type: api.CKA_ID, value: Buffer.from(keyId, "hex") }]),
  ]);
  const [key, ...more] = pkcs11.C_FindObjects(session, 2);
  pkcs11.C_FindObjectsFinal(session);
  if (key === undefined) throw new MasterKeyError("refused", "the token has no such key");
  if (more.length > 0)
    throw new MasterKeyError("refused", "the token has several such keys; give the id too");
  return key;
}

/** A key that can be read out is no better than one in a file, and somebody counts on it to be. */
function mustStay({ api, pkcs11 }: Running, session: Api.Handle, key: Api.Handle): void {
  const [sensitive, extractable] = pkcs11
    .C_GetAttributeValue(session, key, [{ type: api.CKA_SENSITIVE }, { type: api.CKA_EXTRACTABLE }])
    .map(({ value }) => Buffer.isBuffer(value) && value[0] === 1);
  if (sensitive === true && extractable === false) return;
  throw new MasterKeyError(
    "refused",
    "the key can leave the token: make one with CKA_SENSITIVE and without CKA_EXTRACTABLE",
  );
}
