import { inParallel, must } from "../runner.js";
import { contextOf, holdsKey, randomKey, sameBytes } from "./data-keys.js";
import type { DefineMasterKeyCase } from "./master-key-case.js";

export function defineRoundTripCases(it: DefineMasterKeyCase): void {
  it("gives back the data key that it wrapped, whatever its bytes", async ({ masterKey }) => {
    const zeros = new Uint8Array(32);
    for (const key of [randomKey(), randomKey(), zeros, zeros.map(() => 255)]) {
      const wrapped = await masterKey.wrap(key.slice(), contextOf("k1"));
      must(wrapped instanceof Uint8Array, "wrap must answer with bytes");
      const back = await masterKey.unwrap(wrapped, contextOf("k1"));
      must(
        back instanceof Uint8Array && sameBytes(back, key),
        "unwrap gave back other bytes than were wrapped: whatever they sealed would be lost",
      );
    }
  });

  it("has a name for operators", async ({ masterKey }) => {
    must(
      typeof masterKey.name === "string" && masterKey.name.trim() !== "",
      "a master key needs a name: messages and status say which one failed",
    );
  });

  it("wraps: the data key does not stand in what it answers", async ({ masterKey }) => {
    const key = randomKey();
    const wrapped = await masterKey.wrap(key.slice(), contextOf("k1"));
    must(
      !holdsKey(wrapped, key),
      "the wrapped key holds the data key: whoever reads the configuration could open everything",
    );
  });

  it("wraps one key to other bytes each time, unless it says that it does not", async ({
    masterKey,
    isDeterministic,
  }) => {
    const key = randomKey();
    const [first, second] = await inParallel(2, () => masterKey.wrap(key.slice(), contextOf("k1")));
    must(
      sameBytes(first!, second!) === isDeterministic,
      isDeterministic
        ? "two wraps of one key differ in spite of isDeterministic"
        : "two wraps of one key are the same bytes: a nonce is used twice, or isDeterministic is missing",
    );
  });

  it("keeps no hold of the bytes: the caller wipes them", async ({ masterKey }) => {
    const key = randomKey();
    const given = key.slice();
    const wrapped = await masterKey.wrap(given, contextOf("k1"));
    must(sameBytes(given, key), "wrap changed the bytes that it was given");
    given.fill(0);
    const before = wrapped.slice();
    (await masterKey.unwrap(wrapped, contextOf("k1"))).fill(0);
    must(sameBytes(wrapped, before), "unwrap changed the bytes that it was given");
    must(
      sameBytes(await masterKey.unwrap(wrapped, contextOf("k1")), key),
      "unwrap gave bytes that an earlier caller had wiped: each caller needs bytes of its own",
    );
  });

  it("gives each of 50 parallel callers their own key", async ({ masterKey }) => {
    const keys = await inParallel(5, async (index) => {
      const [key, context] = [randomKey(), contextOf(`k${index}`)];
      return { key, context, wrapped: await masterKey.wrap(key.slice(), context) };
    });
    await inParallel(50, async (index) => {
      const { key, context, wrapped } = keys[index % keys.length]!;
      must(
        sameBytes(await masterKey.unwrap(wrapped, context), key),
        "of 50 parallel callers of unwrap one got another one's key",
      );
    });
  });
}
