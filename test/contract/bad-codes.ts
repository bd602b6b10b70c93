import { gzipSync } from "node:zlib";
import type { RequestParts } from "../testbed/index.js";

/** As sent to POST /2fa/verify. `parsed` is the code where the host's parser ran before; see BadInput. */
export type Row = readonly [what: string, parts: RequestParts, code: string, parsed?: string];

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

export const otp = (what: string, value: unknown, code: string): Row => [
  what,
  { json: { otp: value } },
  code,
];

export const wrongOtps: readonly Row[] = [
  otp("a number", 123456, "wrong_type"),
  otp("a fraction", 12345.6, "wrong_type"),
  otp("true", true, "wrong_type"),
  otp("null", null, "wrong_type"),
  otp("an array", ["123456"], "wrong_type"),
  otp("an object", { $ne: null }, "wrong_type"),
  otp("an object with a length", { length: 6 }, "wrong_type"),
  otp("nothing", "", "otp_wrong_length"),
  otp("one digit", "1", "otp_wrong_length"),
  otp("five digits", "12345", "otp_wrong_length"),
  otp("seven digits", "1234567", "otp_wrong_length"),
  otp("four codes", "123456 234567 345678 456789", "otp_wrong_length"),
  otp("3,000 digits", "1".repeat(3000), "otp_wrong_length"),
  otp("Arabic-Indic digits", "١٢٣٤٥٦", "otp_malformed"),
  otp("Devanagari digits", "१२३४५६", "otp_malformed"),
  otp("full-width digits", "１２３４５６", "otp_malformed"),
  otp("superscript digits", "¹²³⁴⁵⁶", "otp_malformed"),
  otp("mathematical digits", "𝟏𝟐𝟑𝟒𝟓𝟔", "otp_malformed"),
  otp("a sign", "-12345", "otp_malformed"),
  otp("an exponent", "1234e5", "otp_malformed"),
  otp("hexadecimal", "0x1E24", "otp_malformed"),
  otp("a line break at the end", "123456\n", "otp_malformed"),
  otp("a NUL at the end", "123456\0", "otp_malformed"),
  otp("a no-break space", "123\u00a0456", "otp_malformed"),
  otp("a lone surrogate", "12345\ud800", "otp_malformed"),
  ["no otp", { json: {} }, "field_missing"],
  ["no body", {}, "field_missing"],
  ["the otp under another name", { json: { code: "123456" } }, "field_missing"],
  [
    "an authenticator that is a number",
    { json: { otp: "123456", authenticatorId: 7 } },
    "wrong_type",
  ],
  [
    "an unknown authenticator",
    { json: { otp: "123456", authenticatorId: "x" } },
    "authenticator_not_found",
  ],
];

const long = `{"otp":"123456","x":"${"x".repeat(4096)}"}`;

export const wrongBodies: readonly Row[] = [
  ["over 4 KB of JSON", { body: long, headers: json }, "body_too_large", "invalid_otp"],
  [
    "over 4 KB of form",
    { form: { otp: "123456", x: "x".repeat(4096) } },
    "body_too_large",
    "invalid_otp",
  ],
  ["half an object", { body: '{"otp":', headers: json }, "invalid_json", "host"],
  ["an array", { body: '["123456"]', headers: json }, "invalid_json"],
  ["a string", { body: '"123456"', headers: json }, "invalid_json", "*"],
  ["a BOM", { body: '\ufeff{"otp":"123456"}', headers: json }, "invalid_json", "*"],
  [
    "a key twice",
    { body: '{"otp":"123456","otp":"234567"}', headers: json },
    "duplicate_key",
    "invalid_otp",
  ],
  [
    "a key twice, once escaped",
    { body: '{"otp":"1","\\u006ftp":"234567"}', headers: json },
    "duplicate_key",
    "invalid_otp",
  ],
  [
    "a key twice, further down",
    { body: '{"otp":"123456","x":[{"a":1,"a":2}]}', headers: json },
    "duplicate_key",
    "invalid_otp",
  ],
  ["a form's key twice", { body: "otp=123456&otp=234567", headers: form }, "duplicate_key", "*"],
  [
    "bytes that are no UTF-8",
    { body: Buffer.from('{"otp":"\xff"}', "latin1"), headers: json },
    "invalid_utf8",
    "otp_malformed",
  ],
  [
    "UTF-16",
    { body: Buffer.from('{"otp":"123456"}', "utf16le"), headers: json },
    "invalid_json",
    "host",
  ],
  ["a form of no UTF-8", { body: "otp=12345%ff", headers: form }, "invalid_utf8", "*"],
  [
    "gzip",
    { body: gzipSync('{"otp":"123456"}'), headers: { ...json, "content-encoding": "gzip" } },
    "invalid_utf8",
    "*",
  ],
  [
    "text",
    { body: "otp=123456", headers: { "content-type": "text/plain" } },
    "unsupported_media_type",
    "*",
  ],
  ["no type", { body: '{"otp":"123456"}' }, "unsupported_media_type", "*"],
  [
    "Latin-1",
    { body: '{"otp":"123456"}', headers: { "content-type": "application/json; charset=latin1" } },
    "unsupported_media_type",
    "*",
  ],
  [
    "multipart",
    { body: "--x--", headers: { "content-type": "multipart/form-data; boundary=x" } },
    "unsupported_media_type",
    "*",
  ],
];
