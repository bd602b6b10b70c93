import { createHmac, randomBytes } from "node:crypto";
import { type VirtualAuthenticator, virtualAuthenticator } from "@second-factor/testing";
import { Secret } from "otpauth";

/** Every secret begins with it, so that one search finds each of them, whatever form it has. */
export const marker = Buffer.from("CanarySec!");

export interface People {
  readonly count: number;
  name(index: number): string;
  /** In Base32. */
  secret(index: number): string;
  /** Made when they are first asked for a code. */
  app(index: number): VirtualAuthenticator;
}

/** So many accounts with a secret each: as many bits of chance as half of one has, behind the marker. */
export function people(count: number): People {
  const seed = randomBytes(32);
  const apps = new Map<number, VirtualAuthenticator>();
  const clock = { now: () => Date.now() };

  function secret(index: number): string {
    const chance = createHmac("sha256", seed).update(String(index)).digest().subarray(0, 10);
    return new Secret({ buffer: new Uint8Array([...marker, ...chance]).buffer }).base32;
  }

  return {
    count,
    name: (index) => `user-${index}`,
    secret,
    app(index) {
      const known = apps.get(index);
      if (known !== undefined) return known;
      const made = virtualAuthenticator({ secret: secret(index) }, clock);
      apps.set(index, made);
      return made;
    },
  };
}
