import { type MasterKey, MasterKeyError } from "@second-factor/core";
import { contextBytes } from "../context-bytes.js";
import { decrypt, encrypt } from "./gcm.js";
import { type Running, sharedLibrary } from "./library.js";
import { closeSession, type KeyPlace, type KeySession, openKey } from "./open-key.js";
import { isLost, isPinRefusal, pkcs11Fault } from "./pkcs11-fault.js";

export interface Pkcs11Options extends KeyPlace {
  /** The vendor's library, such as "/usr/lib/softhsm/libsofthsm2.so". */
  readonly library: string;
  /** Asked for when a session is opened. SECOND_FACTOR_PKCS11_PIN of the environment where it is left out. */
  readonly pin?: () => string | undefined | Promise<string | undefined>;
}

export interface Pkcs11MasterKey extends MasterKey {
  /** Signs out. The next call signs in again. */
  close(): Promise<void>;
}

type Ask = (session: KeySession) => Promise<Uint8Array>;

/**
 * A master key in an HSM or whatever else speaks PKCS#11: an AES-256 key that cannot leave the token, used with AES-GCM
 * and the context as additional data. One session stays open; while it works, the process goes on, but to open it stops
 * the process for as long as the token takes to sign in.
 *
 * @throws Error where neither the label nor the id of the key is given
 */
export function pkcs11(options: Pkcs11Options): Pkcs11MasterKey {
  const { tokenLabel, keyLabel, keyId } = options;
  if (keyLabel === undefined && keyId === undefined)
    throw new Error("pkcs11 needs the key's keyLabel, its keyId, or both.");
  const pin = options.pin ?? (() => process.env.SECOND_FACTOR_PKCS11_PIN);
  const library = sharedLibrary(options.library);
  let held: (KeySession & { readonly of: Running }) | null = null;
  /** Tokens lock themselves after a few wrong ones: none is tried twice. */
  let refusedPin: string | undefined;

  async function open(running: Running): Promise<KeySession> {
    const given = await pin();
    if (given === undefined || given === "") throw new MasterKeyError("denied", "there is no PIN");
    if (given === refusedPin)
      throw new MasterKeyError("denied", "the token has refused this PIN before");
    try {
      return openKey(running, options, given);
    } catch (error) {
      if (isPinRefusal(error)) refusedPin = given;
      throw error;
    }
  }

  function drop(): void {
    if (held !== null) closeSession(held);
    held = null;
  }

  async function once(running: Running, ask: Ask): Promise<Uint8Array> {
    if (held?.of !== running) held = { ...(await open(running)), of: running };
    return ask(held);
  }

  async function work(running: Running, ask: Ask): Promise<Uint8Array> {
    const wasHeld = held?.of === running;
    return once(running, ask).catch((error: unknown) => {
      if (!wasHeld || !isLost(error)) throw error;
      // The token was away in between. Nothing is lost by asking again: neither call changes anything.
      drop();
      return once(running, ask);
    });
  }

  function withKey(ask: Ask): Promise<Uint8Array> {
    const answer = library.use((running) =>
      work(running, ask).catch(async (error: unknown) => {
        if (pkcs11Fault(error).fault !== "unreachable") throw error;
        drop();
        const restarted = await library.restart();
        if (restarted === null) throw error;
        return once(restarted, ask);
      }),
    );
    return answer.catch((error: unknown) => {
      throw pkcs11Fault(error);
    });
  }

  return Object.freeze({
    name: `PKCS#11 key ${keyLabel ?? keyId} on token ${tokenLabel}`,
    wrap: (dataKey, context) =>
      withKey((session) => encrypt(session, dataKey, contextBytes(context))),
    unwrap: (wrapped, context) =>
      withKey((session) => decrypt(session, wrapped, contextBytes(context))),
    close: () => library.use(async () => drop()),
  } satisfies Pkcs11MasterKey);
}
