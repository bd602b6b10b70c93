import { describe, expect, it } from "vitest";
import { type FieldNames, readRows } from "../../src/import/read-rows.js";
import { base32Source } from "../../src/import/sources/base32.js";
import type { Source } from "../../src/import/sources/source.js";
import { speakeasySource } from "../../src/import/sources/speakeasy.js";

async function readOne(fields: object, source: Source = base32Source, names: FieldNames = {}) {
  async function* records() {
    yield { line: 7, fields: fields as Record<string, unknown> };
  }
  for await (const row of readRows(records(), source, names)) return row;
  throw new Error("there was no row");
}

const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("what a row means", () => {
  it.each([
    [
      { subject: "alice", secret },
      { subjectId: "alice", secret, parameters: {} },
    ],
    [
      { userId: 4711, secret, name: " phone " },
      { subjectId: "4711", name: "phone" },
    ],
    [{ user_id: "a", secret, digits: "8", step: 60 }, { parameters: { digits: 8, period: 60 } }],
    [{ subject: "a", secret, algorithm: "sha-256" }, { parameters: { algorithm: "SHA256" } }],
    [
      { subject: "a", secret, algorithm: "HmacSHA1", digits: "" },
      { parameters: { algorithm: "SHA1" } },
    ],
  ])("%j is read", async (fields, expected) => {
    expect(await readOne(fields)).toMatchObject({ line: 7, ...expected });
  });

  it.each([
    [{ secret }, "subject_missing"],
    [{ subject: "", secret }, "subject_missing"],
    [{ subject: "a".repeat(257), secret }, "subject_invalid"],
    [{ subject: "a\ufffdb", secret }, "subject_invalid"],
    [{ subject: "a\ud800", secret }, "subject_invalid"],
    [{ subject: 1.5, secret }, "subject_invalid"],
    [{ subject: { id: 1 }, secret }, "subject_invalid"],
    [{ subject: "a" }, "secret_missing"],
    [{ subject: "a", secret: 5 }, "secret_malformed"],
    [{ subject: "a", secret, name: "x".repeat(65) }, "name_invalid"],
    [{ subject: "a", secret, name: "two\nlines" }, "name_invalid"],
    [{ subject: "a", secret, digits: "six" }, "otp_parameters_invalid"],
    [{ subject: "a", secret, algorithm: "MD5" }, "otp_parameters_invalid"],
  ])("%j is left out as %s", async (fields, problem) => {
    expect(await readOne(fields)).toEqual({ line: 7, problem });
  });

  it("finds its fields where it is told to, inside of others too, and nowhere else", async () => {
    const fields = { user: { id: 5 }, totp: { seed: secret }, secret: "other", subject: "other" };
    const names = { subject: "user.id", secret: "totp.seed" };
    expect(await readOne(fields, base32Source, names)).toMatchObject({ subjectId: "5", secret });
    expect(await readOne({ subject: "a", secret }, base32Source, { subject: "id" })).toMatchObject({
      problem: "subject_missing",
    });
    expect(await readOne({ secret }, base32Source, { subject: "constructor.name" })).toMatchObject({
      problem: "subject_missing",
    });
  });
});

describe("a secret of speakeasy's", () => {
  const ascii = "12345678901234567890";
  const hex = Buffer.from(ascii).toString("hex");
  const bytes = new Uint8Array(Buffer.from(ascii));

  it.each([
    [{ ascii }],
    [{ hex }],
    [{ base32: secret }],
    [{ ascii, hex, base32: secret }],
    [{ secret: { ascii, hex, base32: secret, otpauth_url: "otpauth://totp/x?secret=y" } }],
  ])("is read from %j", async (fields) => {
    const row = await readOne({ subject: "a", ...fields }, speakeasySource);
    expect(new Uint8Array((row as { secret: Uint8Array }).secret)).toEqual(bytes);
  });

  it.each([
    [{ ascii, hex: `${hex.slice(0, -2)}ff` }, "encoding_differs"],
    [{ ascii: "pässword" }, "secret_malformed"],
    [{ hex: "xyz" }, "secret_malformed"],
    [{ base32: "0189" }, "secret_malformed"],
    [{ otpauth_url: "otpauth://totp/x" }, "secret_missing"],
  ])("is none in %j: %s", async (fields, problem) => {
    expect(await readOne({ subject: "a", ...fields }, speakeasySource)).toMatchObject({ problem });
  });
});
