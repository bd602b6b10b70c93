import type { Dice } from "./dice.js";

/** What stands in a field where a code, a name or an id should. */
const fixed: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  123456,
  12345.6,
  1e308,
  Number.MAX_SAFE_INTEGER,
  "",
  " ",
  "123456",
  "000000",
  "123 456",
  "123456 234567",
  "123456 234567 345678",
  "123456 234567 345678 456789",
  "12345",
  "1234567",
  "12345678",
  "-12345",
  "+12345",
  "1e5",
  "0x1E240",
  "123456\n",
  "123456\0",
  "\u0000",
  "\u202e654321",
  "١٢٣٤٥٦",
  "１２３４５６",
  "𝟏𝟐𝟑𝟒𝟓𝟔",
  "²³¹⁴⁵⁶",
  "\ud800",
  "\ufeff123456",
  "12345\u00a06",
  "__proto__",
  "constructor",
  "toString",
  "' OR 1=1 --",
  "<script>alert(1)</script>",
  "$" + "{7*7}",
  "{{7*7}}",
  "../../../../etc/passwd",
  "//evil.example",
  "/\\evil.example",
  "/..//evil.example",
  "javascript:alert(1)",
  "/account\r\nSet-Cookie: x=y",
  "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF",
  "0000-0000-0000-0000-0000-0000",
  "ilo0-ilo0-ilo0-ilo0-ilo0-ilo0",
  [],
  ["123456"],
  [["123456"]],
  {},
  { $gt: "" },
  { $ne: null },
  { length: 6 },
  { toString: "123456" },
  { valueOf: 1, toString: 1 },
  { toJSON: "x" },
];

export function hostileValue(dice: Dice): unknown {
  if (dice.chance(0.75)) return dice.pick(fixed);
  switch (dice.int(6)) {
    case 0:
      return String(dice.int(1_000_000)).padStart(6, "0");
    case 1:
      return "x".repeat(dice.int(6000));
    case 2:
      return dice.bytes(dice.int(40)).toString("latin1");
    case 3:
      return dice.bytes(dice.int(40)).toString("utf16le");
    case 4:
      return nested(dice.int(600));
    default:
      return Array.from({ length: dice.int(50) }, () => dice.int(10));
  }
}

function nested(depth: number): unknown {
  let value: unknown = "123456";
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

export function hostileText(dice: Dice): string {
  const value = hostileValue(dice);
  return typeof value === "string" ? value : String(JSON.stringify(value));
}
