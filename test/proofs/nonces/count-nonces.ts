import type { CryptoPort } from "../../../packages/core/src/crypto/port.js";

const nonceBytes = 12;
/** As many promises at a time as a busy server has. */
const atATime = 100;

/** How many different nonces so many seals under one key have. */
export async function countNonces(crypto: CryptoPort, seals: number): Promise<number> {
  const key = await crypto.deriveSealingKey(crypto.random(32), "nonces");
  const plaintext = new Uint8Array(20);
  const nothing = new Uint8Array(0);
  const nonces = new Set<string>();
  for (let done = 0; done < seals; done += atATime) {
    const some = Array.from({ length: Math.min(atATime, seals - done) }, () =>
      crypto.seal(key, plaintext, nothing),
    );
    for (const sealed of await Promise.all(some))
      nonces.add(Buffer.from(sealed.subarray(0, nonceBytes)).toString("latin1"));
  }
  return nonces.size;
}
