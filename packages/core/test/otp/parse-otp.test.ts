import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseOtp, splitCodes } from "../../src/otp/parse-otp.js";

const parse = (value: unknown, digits: readonly number[] = [6]) => parseOtp(value, digits);

describe("parseOtp", () => {
  it.each([
    ["123456", ["123456"]],
    ["000054", ["000054"]],
    ["12 34 56", ["123456"]],
    ["123-456", ["123456"]],
    ["123 - 456", ["123456"]],
    [" 123456 ", ["123456"]],
    ["123456 234567", ["123456", "234567"]],
    ["123456234567", ["123456", "234567"]],
    ["123-456 234-567 345-678", ["123456", "234567", "345678"]],
  ])("INJ-04 reads %j", (text, codes) => {
    expect(parse(text)).toEqual({ codes, digits: 6 });
  });

  it.each([
    ["a tab", "123\t456"],
    ["a newline at the end", "123456\n"],
    ["a no-break space", "123\u00a0456"],
    ["a byte order mark", "\ufeff123456"],
    ["a plus sign", "+123456"],
    ["a minus sign", "-12345"],
    ["a hyphen at the end", "123456-"],
    ["a hyphen after a space", " -123456"],
    ["a comma", "123456,234567"],
    ["hexadecimal", "0x1E240"],
    ["an exponent", "1e5"],
    ["a fraction", "12345.6"],
    ["an underscore", "1_2_3_4_5_6"],
    ["NUL", "123456\0"],
    ["a letter", "12345a"],
    ["nothing but a space", " "],
    ["nothing but a hyphen", "-"],
    ["half a surrogate pair", "12345\ud835"],
  ])("INJ-04 refuses %s", (_, text) => {
    expect(parse(text)).toEqual({ problem: "otp_malformed" });
  });

  it.each([
    ["Arabic-Indic", 0x0660],
    ["Devanagari", 0x0966],
    ["full-width", 0xff10],
    ["mathematical bold", 0x1d7ce],
  ])("INJ-03 refuses %s digits", (_, zero) => {
    const text = [1, 2, 3, 4, 5, 6].map((digit) => String.fromCodePoint(zero + digit)).join("");
    expect(parse(text)).toEqual({ problem: "otp_malformed" });
    expect(parse(`12345${String.fromCodePoint(zero + 6)}`)).toEqual({ problem: "otp_malformed" });
  });

  it("INJ-03 refuses superscript digits", () => {
    expect(parse("\u00b9\u00b2\u00b3456")).toEqual({ problem: "otp_malformed" });
  });

  it.each([
    123456,
    12345.6,
    1e5,
    true,
    null,
    [],
    ["123456"],
    {},
    { $gt: "" },
    { $ne: null },
    { length: 6 },
  ])("INJ-01 refuses %j, which is no text", (value) => {
    expect(parse(value)).toEqual({ problem: "wrong_type" });
  });

  it("INJ-01 refuses a String object, a symbol and what throws when read", () => {
    const trap = {
      toString() {
        throw new Error("read");
      },
    };
    for (const value of [new String("123456"), Symbol("123456"), trap, () => "123456", 123456n]) {
      expect(parse(value)).toEqual({ problem: "wrong_type" });
    }
  });

  it("tells a missing field from an empty one", () => {
    expect(parse(undefined)).toEqual({ problem: "field_missing" });
    expect(parse("")).toEqual({ problem: "otp_wrong_length" });
  });

  it.each([
    "1",
    "12345",
    "1234567",
    "12345678",
    "12345612345",
    "1234561234561234561",
    "1".repeat(24),
  ])("INJ-05 refuses the length of %s", (text) => {
    expect(parse(text)).toEqual({ problem: "otp_wrong_length" });
  });

  it("INJ-05 INJ-19 looks at no more than 40 characters", () => {
    expect(parse(`123456${" ".repeat(34)}`)).toEqual({ codes: ["123456"], digits: 6 });
    expect(parse(`123456${" ".repeat(35)}`)).toEqual({ problem: "otp_wrong_length" });
    const inputs = ["1", " ", "-", "1 ", "1-", "\u{1d7d0}"].map((text) => text.repeat(1_000_000));
    for (const input of inputs) expect(parse(input)).toEqual({ problem: "otp_wrong_length" });
  });

  it("knows the digits of one code by the length of the whole", () => {
    const lengths = [6, 7, 8].flatMap((digits) =>
      [1, 2, 3].map((count) => [digits, count] as const),
    );
    for (const [digits, count] of lengths) {
      const parsed = parse("1".repeat(digits * count), [6, 7, 8]);
      expect(parsed).toEqual({ codes: Array(count).fill("1".repeat(digits)), digits });
      expect(parse("1".repeat(digits * count), [digits])).toEqual(parsed);
    }
    expect(parse("1".repeat(8), [6])).toEqual({ problem: "otp_wrong_length" });
    expect(parse("1".repeat(6), [])).toEqual({ problem: "otp_wrong_length" });
  });

  it("takes the fewest codes where a length is ambiguous", () => {
    expect(parse("1".repeat(12), [6, 12])).toEqual({ codes: ["1".repeat(12)], digits: 12 });
  });

  it("INJ-20 answers every text with codes of its own digits or a problem", () => {
    const near = fc.string({
      unit: fc.constantFrom(..."0123456789 -\t+\u00a0\uff11a"),
      maxLength: 45,
    });
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: "binary" })), (text) => {
        const parsed = parse(text, [6, 8]);
        if ("problem" in parsed) return;
        expect(parsed.codes.join("")).toBe(text.replaceAll(/[ -]/g, ""));
        for (const code of parsed.codes) expect(code).toMatch(/^[0-9]{6}$|^[0-9]{8}$/);
        expect(new Set(parsed.codes.map((code) => code.length))).toEqual(new Set([parsed.digits]));
      }),
      { numRuns: 500 },
    );
  });

  it("reads whatever separators stand between the digits", () => {
    const separators = fc.array(fc.constantFrom("", "", " ", "-"), {
      minLength: 17,
      maxLength: 17,
    });
    const digits = fc.string({
      unit: fc.constantFrom(..."0123456789"),
      minLength: 18,
      maxLength: 18,
    });
    fc.assert(
      fc.property(digits, separators, (text, between) => {
        const typed = [...text].map((digit, index) => digit + (between[index] ?? "")).join("");
        expect(parse(typed)).toEqual({ codes: text.match(/.{6}/g), digits: 6 });
      }),
    );
  });
});

describe("splitCodes", () => {
  it("splits into one to three codes of so many digits", () => {
    expect(splitCodes("123456", 6)).toEqual(["123456"]);
    expect(splitCodes("123456234567", 6)).toEqual(["123456", "234567"]);
    expect(splitCodes("123456234567345678", 6)).toEqual(["123456", "234567", "345678"]);
    expect(splitCodes("12345678", 8)).toEqual(["12345678"]);
  });

  it("refuses other lengths", () => {
    for (const text of ["", "12345", "1234567", "1".repeat(24)])
      expect(splitCodes(text, 6)).toBe(null);
  });
});
