import type { Dice } from "./dice.js";
import { hostileText, hostileValue } from "./hostile-values.js";

const names = [
  "otp",
  "otp",
  "recoveryCode",
  "name",
  "authenticatorId",
  "return_to",
  "form_token",
  "code",
  "subject",
  "subjectId",
  "verified",
  "__proto__",
  "constructor",
  "prototype",
  "",
  "hasOwnProperty",
  "$where",
];

const broken = [
  "",
  "{",
  "}",
  '{"otp":',
  '{"otp":"123456"',
  '{"otp":"123456",}',
  "{'otp':'123456'}",
  "[]",
  "[1,2,3]",
  "null",
  "true",
  "123456",
  '"123456"',
  "NaN",
  "undefined",
  '\ufeff{"otp":"123456"}',
  '{"otp":"123456","otp":"234567"}',
  '{"otp":"123456","\\u006ftp":"234567"}',
  '{"__proto__":{"verified":true,"otp":"123456"}}',
  '{"constructor":{"prototype":{"verified":true}}}',
  '{"otp":"\\ud800"}',
  '{"otp":"\\u0000"}',
  '{"otp":01}',
  '{"a":"\\x"}',
  '{"otp":"123456"}{"otp":"123456"}',
  "[".repeat(3000),
  `${"[".repeat(2000)}${"]".repeat(2000)}`,
  `${'{"a":'.repeat(600)}1${"}".repeat(600)}`,
  "__proto__[verified]=1",
  "otp[__proto__][x]=123456",
  "otp[]=123456&otp[]=234567",
  "otp=123456&otp=234567",
  "otp=%31%32%33%34%35%36",
  "otp=%ff%fe",
  "otp=%zz",
  "otp=%",
  "&&&===;;;",
  "=&=&=",
  `${"a=1&".repeat(1000)}`,
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><otp>&y;</otp>',
  '--x\r\nContent-Disposition: form-data; name="otp"\r\n\r\n123456\r\n--x--\r\n',
];

const invalidUtf8 = [
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xe2, 0x82],
  [0xef, 0xbb, 0xbf],
  [0xfe, 0xff, 0x00, 0x7b],
];

/** Well formed and wrong. */
function plausible(dice: Dice): string {
  const digits = dice.chance(0.9) ? 6 : 5;
  const code = () => String(dice.int(10 ** digits)).padStart(digits, "0");
  return JSON.stringify({
    otp: Array.from({ length: 1 + dice.int(3) }, code).join(" "),
    recoveryCode: dice.bytes(12).toString("hex"),
    name: dice.bytes(6).toString("hex"),
  });
}

export function hostileBody(dice: Dice): Buffer {
  switch (dice.int(10)) {
    case 8:
    case 9:
      return Buffer.from(plausible(dice));
    case 0:
    case 1:
    case 2:
      return Buffer.from(jsonObject(dice));
    case 3:
      return Buffer.from(form(dice));
    case 4:
      return Buffer.from(dice.pick(broken));
    case 5:
      return dice.bytes(dice.int(200));
    case 6:
      return Buffer.concat([
        Buffer.from('{"otp":"12345'),
        Buffer.from(dice.pick(invalidUtf8)),
        Buffer.from('"}'),
      ]);
    default:
      return mutated(dice, Buffer.from(jsonObject(dice)));
  }
}

function jsonObject(dice: Dice): string {
  const members = Array.from({ length: 1 + dice.int(4) }, () => {
    const name = JSON.stringify(dice.pick(names));
    return `${name}:${JSON.stringify(hostileValue(dice)) ?? "null"}`;
  });
  return `{${members.join()}}`;
}

function form(dice: Dice): string {
  const pairs = Array.from({ length: 1 + dice.int(4) }, () => {
    const value = hostileText(dice);
    // A lone surrogate has no percent form.
    const safe = dice.chance(0.5)
      ? escape(value)
      : encodeURIComponent(value.replace(/\p{Cs}/gu, "?"));
    return `${dice.pick(names)}=${safe}`;
  });
  return pairs.join("&");
}

/** A few bytes changed, cut out or doubled. */
export function mutated(dice: Dice, bytes: Buffer): Buffer {
  const at = dice.int(bytes.length + 1);
  const rest = bytes.subarray(at + dice.int(3));
  return Buffer.concat([bytes.subarray(0, at), dice.bytes(dice.int(4)), rest]);
}
