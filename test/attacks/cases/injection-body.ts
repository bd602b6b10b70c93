import assert from "node:assert/strict";
import type { Client, Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { joined, utf8 } from "../attacker/encodings.js";
import { mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { mustBeBadInput, mustHaveCountedNothing } from "../attacker/untouched.js";

type Body = string | Uint8Array;

const json = "application/json";
const form = "application/x-www-form-urlencoded";

const send = (browser: Client, type: string, body: Body): Promise<Reply> =>
  browser.request("POST", "/2fa/verify", { body, headers: { "content-type": type } });

/** Bytes where "%" stands for the code, in ASCII. */
function bytesWith(otp: string, ...parts: Array<string | readonly number[]>): Uint8Array {
  return joined(
    ...parts.map((part) =>
      typeof part === "string" ? utf8(part.replace("%", otp)) : Uint8Array.from(part),
    ),
  );
}

/** Little-endian and big-endian. */
function utf16Of(text: string): [Uint8Array, Uint8Array] {
  const units = [...text].map((character) => character.charCodeAt(0));
  const [low, high] = [units.map((unit) => unit & 255), units.map((unit) => unit >> 8)];
  const woven = (first: number[], second: number[]) =>
    Uint8Array.from(first.flatMap((byte, index) => [byte, second[index] ?? 0]));
  return [woven(low, high), woven(high, low)];
}

/** Digits as two bytes each, which a careless decoder would read as one. */
const overlong = (otp: string): number[] =>
  [...otp].flatMap((digit) => [
    0xc0 | (digit.charCodeAt(0) >> 6),
    0x80 | (digit.charCodeAt(0) & 63),
  ]);

export const injectionBodyCases: readonly AttackCase[] = [
  {
    id: "INJ-07",
    title: "bodies that are deep, wide, or of another kind",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      bed.events.length = 0;
      const otp = authenticator.code();
      const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
      const multipart = `--x\r\nContent-Disposition: form-data; name="otp"\r\n\r\n${otp}\r\n--x--\r\n`;
      const bodies: Array<[string, string]> = [
        [json, deep(100_000)],
        [json, "[".repeat(100_000)],
        [json, `{"otp":${"[".repeat(1900)}${"]".repeat(1900)}}`],
        [json, `{${Array.from({ length: 200_000 }, (_, key) => `"k${key}":1`).join()}}`],
        [form, `${"a=1&".repeat(100_000)}otp=${otp}`],
        ["multipart/form-data; boundary=x", multipart],
        ["text/plain", `{"otp":"${otp}"}`],
        ["text/plain", `otp=${otp}`],
        ["application/xml", `<otp>${otp}</otp>`],
        ["application/jsonp", `{"otp":"${otp}"}`],
        ["application/json+x", `{"otp":"${otp}"}`],
      ];
      for (const [type, body] of bodies) mustBeBadInput(await send(browser, type, body), type);
      for (const text of ["[]", '"x"', "1", "null", "true"]) {
        mustBeBadInput(await send(browser, json, text), text);
      }
      await mustHaveCountedNothing(bed, browser);
      mustAccept(await browser.verify(otp));
    },
  },
  {
    id: "INJ-08",
    title: "fields named like parts of every object",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      bed.events.length = 0;
      const otp = authenticator.code();
      const bodies: Array<[string, string]> = [
        [json, `{"__proto__":{"otp":"${otp}","verified":true}}`],
        [json, `{"constructor":{"prototype":{"otp":"${otp}","verified":true}}}`],
        [json, `{"otp":{"__proto__":"${otp}"}}`],
        [form, `__proto__[otp]=${otp}&__proto__[verified]=1`],
        [form, `__proto__=${otp}&constructor=${otp}`],
        [form, `constructor[prototype][otp]=${otp}&a[__proto__][verified]=1`],
      ];
      for (const [type, body] of bodies) mustBeBadInput(await send(browser, type, body), body);
      assert.equal(({} as { verified?: unknown }).verified, undefined, "no object changed");
      assert.equal(({} as { otp?: unknown }).otp, undefined);
      await mustHaveCountedNothing(bed, browser);
      mustRefuse(await browser.request("GET", "/account"), 403, "second_factor_required");
    },
  },
  {
    id: "INJ-09",
    title: "the field twice, one right and one wrong",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      bed.events.length = 0;
      const otp = authenticator.code();
      const bodies: Array<[string, string]> = [
        [json, `{"otp":"000000","otp":"${otp}"}`],
        [json, `{"otp":"${otp}","otp":"000000"}`],
        [json, `{"otp":"${otp}","otp":"${otp}"}`],
        [json, `{"otp":"000000","\\u006ftp":"${otp}"}`],
        [json, `{"otp":"${otp}","extra":{"a":1,"a":2}}`],
        [form, `otp=000000&otp=${otp}`],
        [form, `otp=${otp}&%6ftp=000000`],
      ];
      for (const [type, body] of bodies) {
        mustRefuse(await send(browser, type, body), 400, "duplicate_key");
      }
      await mustHaveCountedNothing(bed, browser);
      mustAccept(await browser.verify(otp));
    },
    // As JSON.parse has it: the last one wins.
    mutant: {
      file: "packages/core/src/http/read-body.ts",
      find: 'if (hasDuplicateKeys(text)) return { problem: "duplicate_key" };',
      replace: "",
    },
  },
  {
    id: "INJ-12",
    title: "bytes that are no UTF-8, or text that is no text",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      bed.events.length = 0;
      const otp = authenticator.code();
      const [utf16, swapped] = utf16Of(`\ufeff{"otp":"${otp}"}`);
      const bodies: Array<[string, Body]> = [
        [json, bytesWith(otp, '{"otp":"%', [0xff], '"}')],
        [json, bytesWith(otp, '{"otp":"', overlong(otp), '"}')],
        [json, bytesWith(otp, '{"otp":"%', [0xed, 0xa0, 0x80], '"}')],
        [json, bytesWith(otp, '{"otp":"%', [0xc3])],
        [json, bytesWith(otp, [0xef, 0xbb, 0xbf], '{"otp":"%"}')],
        [json, `{"otp":"${otp}\\ud800"}`],
        [json, utf16],
        [json, swapped],
        [`${json}; charset=utf-16`, utf16],
        [`${json}; charset=utf-7`, `{"otp":"${otp}"}`],
        [form, `otp=${otp}%ff`],
        [form, `otp=${otp}%c0%b1`],
        [form, bytesWith(otp, "otp=%", [0xff])],
        [`${form}; charset=utf-16`, `otp=${otp}`],
      ];
      for (const [type, body] of bodies) {
        mustBeBadInput(await send(browser, type, body), `${type} ${body}`);
      }
      await mustHaveCountedNothing(bed, browser);
      mustAccept(await browser.verify(otp));
    },
  },
];
