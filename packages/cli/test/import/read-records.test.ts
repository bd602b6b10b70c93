import { describe, expect, it } from "vitest";
import { readRecords } from "../../src/import/read-records.js";

/** By line: what is wrong with CSV is known a little earlier than what is right. */
async function read(text: string, pieceBytes = 7): Promise<unknown[]> {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const records: { readonly line: number }[] = [];
  for await (const record of readRecords(pieces())) records.push(record);
  return records.sort((one, other) => one.line - other.line);
}

const bad = (line: number) => ({ line, problem: "row_malformed" });

describe("reading a file", () => {
  it("reads CSV with quotes, line feeds of Windows, a byte order mark and characters cut in two", async () => {
    const text = '\ufeffsubject,name\r\nalice,"Zoë, ""phone"""\r\n\r\nbob,Телефон\r\n';
    expect(await read(text, 1)).toEqual([
      { line: 2, fields: { subject: "alice", name: 'Zoë, "phone"' } },
      { line: 4, fields: { subject: "bob", name: "Телефон" } },
    ]);
  });

  it("goes on after a CSV row with too many fields, or too few", async () => {
    expect(await read("subject,secret\na,1,x\nb,2\nc\nd,4\n")).toEqual([
      bad(2),
      { line: 3, fields: { subject: "b", secret: "2" } },
      bad(4),
      { line: 5, fields: { subject: "d", secret: "4" } },
    ]);
  });

  it("does not take a file for one row where nobody closes a quote", async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `user-${index},s`);
    const records = await read(`subject,secret\n"a,1\n${rows.join("\n")}\n`, 4096);
    expect(records.length).toBeGreaterThan(0);
    expect(records[0]).toMatchObject({ problem: "row_malformed" });
  });

  it("reads JSON lines and goes on after one that is broken, a list or cut off", async () => {
    const text = '{"subject":"a"}\n\n{"subject":"b\n{"subject":"c"} \n[1]\n"d"\n{"subject":"e"';
    expect(await read(text)).toEqual([
      { line: 1, fields: { subject: "a" } },
      bad(3),
      { line: 4, fields: { subject: "c" } },
      bad(5),
      bad(6),
      bad(7),
    ]);
  });

  it("reads an array in any layout, with brackets and quotes inside of text", async () => {
    const text =
      ' [\n {"subject": "a]},[{\\"",\n  "deep": {"x": [1, {}]}},\n 5,\n\n {"subject": "b"} ] \n';
    expect(await read(text)).toEqual([
      { line: 2, fields: { subject: 'a]},[{"', deep: { x: [1, {}] } } },
      bad(4),
      { line: 6, fields: { subject: "b" } },
    ]);
  });

  it("keeps no more of a value than a row can have", async () => {
    const long = `{"subject":"${"x".repeat(200_000)}"}`;
    expect(await read(`${long}\n{"subject":"b"}`, 65_536)).toEqual([
      bad(1),
      { line: 2, fields: { subject: "b" } },
    ]);
    expect(await read(`[${long},{"subject":"b"}]`, 65_536)).toEqual([
      bad(1),
      { line: 1, fields: { subject: "b" } },
    ]);
  });

  it("finds nothing in nothing", async () => {
    for (const text of ["", "\n \n", "subject,secret\n", "[]", "[ ]"])
      expect(await read(text)).toEqual([]);
  });
});
