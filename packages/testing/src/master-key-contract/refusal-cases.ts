import type { MasterKey, WrappingContext } from "@second-factor/core";
import { must } from "../runner.js";
import { contextOf, randomKey } from "./data-keys.js";
import { failureOf } from "./failure.js";
import type { DefineMasterKeyCase } from "./master-key-case.js";

/** Bytes of a wrapped key that are flipped, from the first to the last: not all, as each is a call to a server. */
function placesIn({ length }: Uint8Array): ReadonlySet<number> {
  const flips = 24;
  const places = Array.from({ length: flips }, (_, index) => (index * (length - 1)) / (flips - 1));
  return new Set(places.map(Math.round));
}

export function defineRefusalCases(it: DefineMasterKeyCase): void {
  it("unwraps only in the context in which it wrapped", async ({ masterKey }) => {
    const wrapped = await masterKey.wrap(randomKey(), contextOf("k1"));
    for (const keyId of ["k2", "k", "k11", "K1", ""]) {
      await mustRefuse(
        masterKey,
        wrapped,
        contextOf(keyId),
        `what was wrapped for k1 was unwrapped for "${keyId}": the context must reach the master key`,
      );
    }
  });

  it("refuses what was changed, bit by bit", async ({ masterKey }) => {
    const wrapped = await masterKey.wrap(randomKey(), contextOf("k1"));
    for (const at of placesIn(wrapped)) {
      const changed = wrapped.slice();
      changed[at]! ^= 1 << (at % 8);
      const promise = `a wrapped key with a flipped bit in byte ${at} was unwrapped`;
      await mustRefuse(masterKey, changed, contextOf("k1"), promise);
    }
  });

  it("refuses what was cut short or has more than it had", async ({ masterKey }) => {
    const wrapped = await masterKey.wrap(randomKey(), contextOf("k1"));
    const { length } = wrapped;
    for (const kept of [1, Math.floor(length / 2), length - 16, length - 1]) {
      const promise = `the first ${kept} of ${length} bytes of a wrapped key were unwrapped`;
      await mustRefuse(masterKey, wrapped.slice(0, kept), contextOf("k1"), promise);
    }
    await mustRefuse(
      masterKey,
      Uint8Array.from([...wrapped, 0]),
      contextOf("k1"),
      "a wrapped key with a byte more was unwrapped",
    );
  });

  it("refuses what another key has wrapped, where there is another", async (context) => {
    const { masterKey, other } = context;
    if (other === null) return;
    const foreign = await other.wrap(randomKey(), contextOf("k1"));
    await mustRefuse(
      masterKey,
      foreign,
      contextOf("k1"),
      "a key unwrapped what another one had wrapped",
    );
  });
}

/** "denied" will do: some services do not tell a foreign ciphertext from one that may not be opened. */
async function mustRefuse(
  masterKey: MasterKey,
  wrapped: Uint8Array,
  context: WrappingContext,
  promise: string,
): Promise<void> {
  const failure = await failureOf(masterKey.unwrap(wrapped, context));
  must(failure !== null, promise);
  must(
    failure.fault === "refused" || failure.fault === "denied",
    `unwrap failed with "${failure.fault}" where the key is there and refuses: somebody would wait for it to come back`,
  );
}
