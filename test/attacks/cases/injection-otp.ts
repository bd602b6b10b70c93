import assert from "node:assert/strict";
import type { Client, Reply } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { mustAccept, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";
import { mustBeBadInput, mustHaveCountedNothing } from "../attacker/untouched.js";

const asJson = { "content-type": "application/json" };

/** JSON as it is typed: JSON.stringify would repair half of it. */
const verifyRaw = (browser: Client, value: string): Promise<Reply> =>
  browser.request("POST", "/2fa/verify", { body: `{"otp":${value}}`, headers: asJson });

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

/** Ten digits of each alphabet, in order. */
const alphabets: Record<string, string> = {
  "Arabic-Indic": "٠١٢٣٤٥٦٧٨٩",
  "Extended Arabic-Indic": "۰۱۲۳۴۵۶۷۸۹",
  Devanagari: "०१२३४५६७८९",
  "full-width": "０１２３４５６７８９",
  "mathematical bold": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
  "mathematical monospace": "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿",
  superscript: "⁰¹²³⁴⁵⁶⁷⁸⁹",
  subscript: "₀₁₂₃₄₅₆₇₈₉",
};

function writeIn(alphabet: string, otp: string): string {
  const digits = [...alphabet];
  return [...otp].map((digit) => digits[Number(digit)]).join("");
}

const separators = ["\t", "\n", "\r", "\u00a0", "\u2003", "\u200b", "\ufeff", "_", ".", ",", "\0"];

export const injectionOtpCases: readonly AttackCase[] = [
  {
    id: "INJ-01",
    title: "a code of every other type",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      const otp = authenticator.code();
      bed.events.length = 0;
      const values = [
        ...["123456", "12345.6", "1e5", "true", "false", "null", "[]", "{}", '""'],
        ...[`["${otp}"]`, `[["${otp}"]]`, `{"0":"${otp}"}`, `{"$gt":""}`, `{"$ne":null}`],
        ...[`{"length":6}`, `{"toString":"${otp}"}`, `{"value":"${otp}"}`, nested(1900)],
        ...(otp.startsWith("0") ? [] : [otp]),
      ];
      for (const value of values) mustBeBadInput(await verifyRaw(browser, value), value);
      mustBeBadInput(await verifyRaw(browser, nested(10_000)), "very deep");
      const elsewhere = [
        { otp, authenticatorId: { $ne: null } },
        { otp, authenticatorId: [] },
        { otp, authenticatorId: 1 },
      ];
      for (const json of elsewhere) {
        const reply = await browser.request("POST", "/2fa/verify", { json });
        mustRefuse(reply, 400, "wrong_type");
      }
      for (const recoveryCode of [1, true, ["x"], { $ne: "" }]) {
        const json = { recoveryCode };
        mustRefuse(
          await browser.request("POST", "/2fa/recovery-codes/redeem", { json }),
          400,
          "wrong_type",
        );
      }
      await mustHaveCountedNothing(bed, browser);
      mustAccept(await browser.verify(otp));
    },
    // "The field is a code; make it text."
    mutant: {
      file: "packages/core/src/otp/parse-otp.ts",
      find: 'if (typeof value !== "string") return { problem: "wrong_type" };',
      replace: 'if (typeof value !== "string") return parseOtp(String(value), acceptedDigits);',
    },
  },
  {
    id: "INJ-02",
    title: "a code whose leading zeros got lost on the way",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      while (!authenticator.code().startsWith("0")) bed.clock.advance({ seconds: 30 });
      const browser = await signedIn(bed, "alice");
      bed.events.length = 0;
      const otp = authenticator.code();
      const short = otp.replace(/^0+/, "");
      mustBeBadInput(await verifyRaw(browser, otp), `${otp}, no JSON`);
      mustBeBadInput(await verifyRaw(browser, short), `the number ${short}`);
      mustRefuse(await browser.verify(short), 400, "otp_wrong_length");
      await mustHaveCountedNothing(bed, browser);
      mustAccept(await browser.verify(otp));
    },
  },
  {
    id: "INJ-03",
    title: "the right code in digits of other alphabets",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      bed.events.length = 0;
      const otp = authenticator.code();
      for (const [name, alphabet] of Object.entries(alphabets)) {
        const whole = writeIn(alphabet, otp);
        for (const written of [whole, otp.slice(0, 5) + [...whole].at(-1)]) {
          const reply = await browser.verify(written);
          assert.equal(reply.status, 400, `${name}: ${reply.status}`);
          assert.ok(["otp_malformed", "otp_wrong_length"].includes(reply.code ?? ""), name);
        }
      }
      await mustHaveCountedNothing(bed, browser);
      mustAccept(await browser.verify(otp));
    },
    // Kind to keyboards: digits are digits.
    mutant: {
      file: "packages/core/src/otp/parse-otp.ts",
      find: 'if (!shape.test(value)) return { problem: "otp_malformed" };',
      replace:
        'value = value.normalize("NFKC"); if (!shape.test(value)) return { problem: "otp_malformed" };',
    },
  },
  {
    id: "INJ-04",
    title: "separators, signs and control characters around the right code",
    gate: false,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      bed.events.length = 0;
      const otp = authenticator.code();
      const halves = [otp.slice(0, 3), otp.slice(3)] as const;
      const odd = [
        ...separators.flatMap((one) => [halves.join(one), `${otp}${one}`, `${one}${otp}`]),
        ...[`+${otp}`, `-${otp}`, `${otp}-`, `+${otp.slice(1)}`, `-${otp.slice(1)}`],
        ...[`0x${Number(otp).toString(16)}`, `${otp}n`, `${otp}.0`, `${otp}e0`, `'${otp}'`],
      ];
      for (const text of odd) {
        const reply = await browser.verify(text);
        assert.equal(reply.status, 400, JSON.stringify(text));
      }
      await mustHaveCountedNothing(bed, browser);
      for (const separator of [" ", "-", "  "]) {
        const fresh = authenticator.code();
        mustAccept(await browser.verify(` ${fresh.slice(0, 3)}${separator}${fresh.slice(3)} `));
        bed.clock.advance({ seconds: 30 });
      }
    },
  },
  {
    id: "INJ-05",
    title: "the right code with too little or too much around it",
    gate: true,
    async attack(bed) {
      const { authenticator } = await enrolled(bed, "alice");
      const browser = await signedIn(bed, "alice");
      bed.events.length = 0;
      const otp = authenticator.code();
      const lengths = ["", " ", "1", otp.slice(0, 5), otp.slice(1), `${otp}0`, `0${otp}`];
      const longer = [`${otp}${otp}0`, `${otp.repeat(4)}`, `${otp} ${otp} 1`, otp.repeat(300)];
      for (const text of [...lengths, ...longer]) {
        const reply = await browser.verify(text);
        assert.equal(reply.status, 400, JSON.stringify(text.slice(0, 40)));
      }
      mustBeBadInput(await browser.verify(otp + "0".repeat(1_000_000)), "a megabyte");
      await mustHaveCountedNothing(bed, browser);
      mustAccept(await browser.verify(otp));
    },
    // Six digits are taken, whatever follows.
    mutant: {
      file: "packages/core/src/otp/parse-otp.ts",
      find: 'const text = value.replaceAll(/[ -]/g, "");',
      replace: 'const text = value.replaceAll(/[ -]/g, "").slice(0, acceptedDigits[0]);',
    },
  },
];
