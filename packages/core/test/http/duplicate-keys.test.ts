import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasDuplicateKeys } from "../../src/http/duplicate-keys.js";

/** JSON before it is text, where a key may stand twice. */
type Tree =
  | { readonly leaf: unknown }
  | { readonly items: Tree[] }
  | { readonly members: Member[] };
type Member = readonly [key: string, value: Tree];

/** Keys and texts that look like the grammar around them. */
const word = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "otp",
    "",
    '"',
    "\\",
    '\\"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '":"',
    "\u2028",
    "\ud800",
    "é",
  ),
  fc.string({ maxLength: 4 }),
);

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)).map((leaf) => ({ leaf })),
    fc.array(tie("tree"), { maxLength: 4 }).map((items) => ({ items })),
    fc.array(fc.tuple(word, tie("tree")), { maxLength: 4 }).map((members) => ({ members })),
  ),
}));

/** The reference: counts keys where they are still keys. */
function repeats(value: Tree): boolean {
  if ("leaf" in value) return false;
  if ("items" in value) return value.items.some(repeats);
  const keys = new Set(value.members.map(([key]) => key));
  return keys.size < value.members.length || value.members.some(([, member]) => repeats(member));
}

/** As text, with as many escapes and spaces as `style` asks for. */
function write(value: Tree, style: { readonly escape: boolean; readonly space: string }): string {
  const { space } = style;
  const text = (plain: string) =>
    style.escape
      ? `"${[...Array(plain.length).keys()].map((at) => `\\u${plain.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`
      : JSON.stringify(plain);
  if ("leaf" in value)
    return typeof value.leaf === "string" ? text(value.leaf) : JSON.stringify(value.leaf);
  if ("items" in value)
    return `[${space}${value.items.map((item) => write(item, style)).join(`${space},${space}`)}]`;
  const members = value.members.map(
    // Every other key escaped: the same key in two spellings is the same key.
    ([key, member], index) =>
      `${index % 2 === 0 ? text(key) : JSON.stringify(key)}${space}:${space}${write(member, style)}`,
  );
  return `{${space}${members.join(`${space},`)}${space}}`;
}

describe("hasDuplicateKeys", () => {
  it("INJ-09 finds exactly the texts in which an object names a key twice", () => {
    const style = fc.record({ escape: fc.boolean(), space: fc.constantFrom("", " ", "\n\t") });
    fc.assert(
      fc.property(tree, style, (value, asked) => {
        const json = write(value, asked);
        JSON.parse(json);
        expect(hasDuplicateKeys(json)).toBe(repeats(value));
      }),
      { numRuns: 5000 },
    );
  });

  it("finds none in what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(hasDuplicateKeys(JSON.stringify(JSON.parse(json)))).toBe(false);
      }),
    );
  });

  it.each([
    ['{"a":1,"a":1}', true],
    ['{"a":1,"\\u0061":1}', true],
    ['{"a":{"b":1,"b":2}}', true],
    ['[{"a":1},{"a":1}]', false],
    ['{"a":{"a":{"a":1}}}', false],
    ['{"a":"a","b":"a"}', false],
    ['{"a":["a","a"],"b":{"a":1}}', false],
    ['{"__proto__":1,"__proto__":2}', true],
  ])("%s: %s", (json, expected) => {
    expect(hasDuplicateKeys(json)).toBe(expected);
  });

  it("DOS takes time in proportion to the text, however deep", () => {
    const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    expect(hasDuplicateKeys(deep)).toBe(false);
  });
});
