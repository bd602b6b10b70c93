import { crypto } from "#crypto";
import { MasterKeyError } from "../../src/secrets/master-key.js";
import { createSealer } from "../../src/secrets/sealer.js";
import { generateWrappedKey } from "../../src/secrets/wrapped/wrap-keys.js";
import {
  type WrappedKeyRingOptions,
  wrappedKeyRing,
} from "../../src/secrets/wrapped/wrapped-key-ring.js";
import { fakeMasterKey } from "./fake-master-key.js";

export const ada = { subjectId: "ada", authenticatorId: "phone" };
export const secret = new TextEncoder().encode("12345678901234567890");
export const plain = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
export const { masterKey: wrapper } = fakeMasterKey();
export const [d1, d2, d3] = await Promise.all(
  ["d1", "d2", "d3"].map((id) => generateWrappedKey(id, "m", wrapper)),
);
export const down = () => Promise.reject(new MasterKeyError("unreachable", "ECONNREFUSED"));
export const silence = () => new Promise<Uint8Array>(() => undefined);

/** A wrapped ring on a clock of its own, and what its master key was asked. */
export function ringOf(text: string, options: Partial<WrappedKeyRingOptions> = {}) {
  let now = Date.UTC(2026, 0, 1);
  const { masterKey, state } = fakeMasterKey();
  const told: string[] = [];
  const keys = wrappedKeyRing(text, {
    masterKeys: { m: masterKey },
    clock: { now: () => now },
    ...options,
  });
  keys.watch?.((code, detail) => told.push(`${code} ${detail}`));
  const sealer = createSealer({ keys, namespace: "default", crypto });
  return {
    keys,
    state,
    told,
    sealer,
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
    seal: () => sealer.seal("totp", ada, secret),
    outcome: async (sealed: Uint8Array) => (await sealer.open("totp", ada, sealed)).outcome,
  };
}
