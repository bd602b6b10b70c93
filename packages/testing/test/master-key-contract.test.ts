import { type MasterKey, MasterKeyError } from "@second-factor/core";
import { masterKeyContract } from "@second-factor/testing";
import { describe, expect, it } from "vitest";
import { collectingRunner } from "./collecting-runner.js";
import { type MasterKeyRules, openMemoryMasterKey } from "./memory-master-key.js";

async function failuresOf(bug: Partial<MasterKeyRules>): Promise<string> {
  const runner = collectingRunner();
  masterKeyContract(runner, {
    name: "a master key that has to fail",
    open: async () => openMemoryMasterKey(bug),
  });
  return [...(await runner.failures()).values()].join("\n");
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const refused = (message: string, more: object = {}) =>
  Object.assign(new MasterKeyError("refused", message), more);

masterKeyContract(
  { describe, it },
  { name: "a key in memory", open: async () => openMemoryMasterKey() },
);

describe("master key contract", () => {
  /** One bug each, and the promise that the failure has to name. */
  const bugs: readonly [string, Partial<MasterKeyRules>, RegExp][] = [
    [
      "ignores the context",
      { additionalData: () => "" },
      /wrapped for k1 was unwrapped for "k2": the context must reach the master key/,
    ],
    [
      "takes only the first letters of an id",
      { additionalData: ({ keyId }) => keyId.slice(0, 2) },
      /wrapped for k1 was unwrapped for "k11"/,
    ],
    [
      "folds the case of an id",
      { additionalData: ({ keyId }) => keyId.toLowerCase() },
      /wrapped for k1 was unwrapped for "K1"/,
    ],
    [
      "echoes the plaintext",
      {
        wraps: (sealed, dataKey) => Uint8Array.from([...dataKey, ...sealed]),
        reads: (wrapped) => wrapped.subarray(32),
      },
      /the wrapped key holds the data key/,
    ],
    [
      "uses one nonce",
      { nonce: () => Buffer.alloc(12) },
      /two wraps of one key are the same bytes/,
    ],
    [
      "does not look at its last byte",
      {
        wraps: (sealed) => Uint8Array.from([...sealed, 7]),
        reads: (wrapped) => wrapped.subarray(0, 60),
      },
      /a flipped bit in byte 60 was unwrapped/,
    ],
    [
      "reads no further than it has to",
      { reads: (wrapped) => wrapped.subarray(0, 60) },
      /a wrapped key with a byte more was unwrapped/,
    ],
    [
      "has one key for all",
      { key: () => Buffer.alloc(32, 1) },
      /a key unwrapped what another one had wrapped/,
    ],
    [
      "loses leading zeros",
      { unwraps: (key) => key.subarray(key.findIndex((byte) => byte !== 0)) },
      /unwrap gave back other bytes than were wrapped/,
    ],
    [
      "throws an error of its own",
      { refusal: () => new TypeError("no") },
      /failed with TypeError instead of a MasterKeyError/,
    ],
    [
      "calls a refusal an outage",
      { refusal: () => new MasterKeyError("unreachable", "later") },
      /unwrap failed with "unreachable" where the key is there and refuses/,
    ],
    [
      "calls an outage a refusal",
      { outage: () => new MasterKeyError("refused", "no") },
      /failed with "refused" instead of "unreachable"/,
    ],
    [
      "writes the key into a message",
      { refusal: (_wrapped, key) => refused(`got ${hex(key)}`) },
      /an error holds the data key, in error\.(?:stack|message)/,
    ],
    [
      "keeps the vendor's request in the cause",
      {
        outage: (key) => {
          const cause = { request: { body: Buffer.from(key ?? []).toString("base64url") } };
          return new MasterKeyError("unreachable", "down", { cause });
        },
      },
      /an error holds the data key, in error\.cause\.request\.body/,
    ],
    [
      "hangs the bytes on an error where nobody sees them",
      {
        refusal: (_wrapped, key) => Object.defineProperty(refused("no"), "input", { value: key }),
      },
      /an error holds the data key, in error\.input/,
    ],
    ["has no name", { name: " " }, /a master key needs a name/],
  ];
  for (const [what, bug, promise] of bugs) {
    it(`fails a master key that ${what}`, async () => {
      expect(await failuresOf(bug)).toMatch(promise);
    });
  }

  it("fails a master key that gives two callers the same bytes", async () => {
    const runner = collectingRunner();
    masterKeyContract(runner, {
      name: "a master key with a cache",
      open: async () => {
        const { masterKey, close } = openMemoryMasterKey();
        const unwrapped = new Map<Uint8Array, Promise<Uint8Array>>();
        const unwrap: MasterKey["unwrap"] = (wrapped, context) => {
          const known = unwrapped.get(wrapped) ?? masterKey.unwrap(wrapped, context);
          unwrapped.set(wrapped, known);
          return known;
        };
        return { masterKey: { ...masterKey, unwrap }, close };
      },
    });
    expect([...(await runner.failures()).values()].join("\n")).toMatch(
      /unwrap gave bytes that an earlier caller had wiped/,
    );
  });
});
