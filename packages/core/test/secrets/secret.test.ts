import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/secrets/secret.js";

const text = "correct horse battery";
const bytes = () => new TextEncoder().encode(text);

describe("Secret", () => {
  it("LOG-02 shows itself to nothing that prints, serialises, spreads or clones", () => {
    const secret = new Secret(bytes());
    const seen = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret, { showHidden: true, depth: 9 }),
      inspect({ deep: [secret] }, { depth: 9 }),
      format("%s %o %j", secret, secret, secret),
      JSON.stringify({ ...secret }),
      inspect(structuredClone(secret), { showHidden: true }),
      JSON.stringify(Object.getOwnPropertyNames(secret)),
      JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(secret))),
    ];
    for (const shown of seen) {
      expect(shown).not.toContain(text);
      expect(shown).not.toMatch(/99,? ?.*111,? ?.*114|63 6f 72|636f72|Y29ycm/);
    }
    expect(String(secret)).toBe("[secret]");
    expect(inspect(secret)).toBe("[secret]");
    expect(JSON.stringify([secret])).toBe('["[secret]"]');
  });

  it("reveals its bytes until it is wiped, and then no zeros either", () => {
    const given = bytes();
    const secret = new Secret(given);
    expect(secret.reveal()).toEqual(bytes());
    secret.wipe();
    expect(given.every((byte) => byte === 0)).toBe(true);
    expect(() => secret.reveal()).toThrow("The secret was wiped.");
    secret.wipe();
  });
});
