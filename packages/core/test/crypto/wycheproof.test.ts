import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { crypto as node } from "../../src/crypto/node.js";
import type { SealingKey } from "../../src/crypto/port.js";
import { crypto as web } from "../../src/crypto/web.js";
import type { OtpAlgorithm } from "../../src/otp/totp-parameters.js";
import { type GcmVector, gcmInvalid, gcmUnmodified, gcmValid } from "./wycheproof-gcm.js";
import { macInvalid, macValid } from "./wycheproof-hmac.js";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (value: Uint8Array | null) =>
  value === null ? null : Buffer.from(value).toString("hex");

/** A key with known bytes: the port itself only derives keys. */
const knownKeys = {
  node: async (raw: Uint8Array) => createSecretKey(raw) as unknown as SealingKey,
  async web(raw: Uint8Array) {
    const { subtle } = globalThis.crypto;
    const key = await subtle.importKey("raw", new Uint8Array(raw), "AES-GCM", false, [
      "encrypt",
      "decrypt",
    ]);
    return key as unknown as SealingKey;
  },
};

describe.each([
  ["node", node, knownKeys.node],
  ["web", web, knownKeys.web],
] as const)("Wycheproof over %s", (_, crypto, keyOf) => {
  const open = async ({ key, iv, aad, ct, tag }: GcmVector) =>
    hex(await crypto.open(await keyOf(bytes(key)), bytes(iv + ct + tag), bytes(aad)));

  it.each(gcmValid)("AES-GCM $tcId opens", async (vector) => {
    expect(await open(vector)).toBe(vector.msg);
  });

  it.each(gcmInvalid)("CRY-03 AES-GCM $tcId does not: its tag was changed", async (vector) => {
    expect(await open(vector)).toBe(null);
    expect(await open(gcmUnmodified)).toBe(gcmUnmodified.msg);
  });

  const macs = (vectors: object) =>
    Object.entries(vectors).flatMap(([algorithm, list]) =>
      (list as readonly (readonly [number, string, string, string])[]).map(
        (one) => [algorithm as OtpAlgorithm, ...one] as const,
      ),
    );
  const hmac = async (algorithm: OtpAlgorithm, key: string, msg: string) =>
    hex((await crypto.hmac(algorithm, bytes(key), [bytes(msg)]))[0] ?? null);

  it.each(macs(macValid))("HMAC-%s %i is the tag", async (algorithm, _tcId, key, msg, tag) => {
    expect(await hmac(algorithm, key, msg)).toBe(tag);
  });

  it.each(macs(macInvalid))("HMAC-%s %i is not", async (algorithm, _tcId, key, msg, tag) => {
    const ours = await hmac(algorithm, key, msg);
    expect(ours).toHaveLength(tag.length);
    expect(ours).not.toBe(tag);
  });
});
