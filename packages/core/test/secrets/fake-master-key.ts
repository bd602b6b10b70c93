import type { MasterKey } from "../../src/secrets/master-key.js";
import { localMasterKey } from "../../src/secrets/wrapped/local-master-key.js";

const localText = "m1:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps=";

/** A master key that counts, and that can be told to fail, to hang, or to give back something else. */
export function fakeMasterKey(text = localText) {
  const local = localMasterKey(text);
  const state = {
    calls: 0,
    /** What unwrap gave out: the caller must have wiped it. */
    given: [] as Uint8Array[],
    unwrapping: (answer: () => Promise<Uint8Array>): Promise<Uint8Array> => answer(),
  };
  const masterKey: MasterKey = {
    name: "the fake",
    wrap: local.wrap,
    unwrap(wrapped, context) {
      state.calls += 1;
      return state.unwrapping(async () => {
        const raw = await local.unwrap(wrapped, context);
        state.given.push(raw);
        return raw;
      });
    },
  };
  return { masterKey, state };
}
