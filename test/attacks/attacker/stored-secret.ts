import assert from "node:assert/strict";
import type { Records } from "@second-factor/core";

/** Writes other bytes in place of a user's one sealed secret, as whoever has the database can. What stood there. */
export async function replaceSealed(
  records: Records,
  user: string,
  change: (sealed: Uint8Array) => Uint8Array,
): Promise<Uint8Array> {
  const [held] = (await records.load(user)).authenticators;
  assert.ok(held, `${user} has an authenticator`);
  const { id, sealedSecret } = held;
  const changed = new Uint8Array(change(sealedSecret));
  assert.equal(await records.reseal(user, id, sealedSecret, changed), true);
  return sealedSecret;
}

/** The key that a user's one secret names as its own: after the format and the length of the id. */
export async function keyIdOf(records: Records, user: string): Promise<string> {
  const sealed = (await records.load(user)).authenticators[0]?.sealedSecret;
  assert.ok(sealed, `${user} has an authenticator`);
  return new TextDecoder().decode(sealed.subarray(2, 2 + (sealed[1] ?? 0)));
}
