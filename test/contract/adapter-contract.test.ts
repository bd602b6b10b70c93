import { adapterContract, type Exchange } from "@second-factor/testing";
import { describe, expect, it } from "vitest";
import { variants } from "../testbed/index.js";

/** By mode and variant, what the contract sent and what came back. */
const transcripts = new Map<string, Map<string, Exchange[]>>();

for (const parser of [false, true]) {
  const mode = parser ? "with a body parser before the mount" : "without body parsing";
  const transcript = new Map<string, Exchange[]>();
  transcripts.set(mode, transcript);
  for (const { name, start } of variants) {
    const exchanges: Exchange[] = [];
    transcript.set(name, exchanges);
    adapterContract(
      { describe, it },
      {
        name: `${name} ${mode}`,
        parsesBodies: parser,
        start: ({ engine }) => start({ engine, parser, hostCookie: true }),
        record: (exchange) => exchanges.push(exchange),
      },
    );
  }
}

describe.each([...transcripts])("replies %s", (_mode, transcript) => {
  it("are the same on all adapters", () => {
    const [[, first = []] = [], ...others] = transcript;
    expect(first.length).toBeGreaterThan(200);
    for (const [name, exchanges] of others) {
      // Told one by one: a diff of hundreds of replies tells nothing.
      for (const [index, exchange] of exchanges.entries()) {
        expect({ name, ...exchange }).toEqual({ name, ...first[index] });
      }
      expect(exchanges.length).toBe(first.length);
    }
  });
});
