import { describe, expect, it } from "vitest";
import { openCatalogs } from "../src/catalogs.js";
import { composeMail } from "../src/compose-mail.js";
import { plainName } from "../src/plain-name.js";
import { full, kinds } from "./sample-notices.js";

const catalog = openCatalogs({}, "en")("en");
const options = { issuer: "Bank", catalog, address: "ada@harbour.example", silentUntil: null };
const tagsOf = (html: string) => [...html.matchAll(/<\/?[a-z][^\s>]*/gi)].map(([tag]) => tag);

describe("names that people typed", () => {
  it.each(kinds)("stay text in the mail about %s (INJ-15)", (kind) => {
    const name = `"'><img src=x onerror=alert(1)><a href="https://evil.example">win</a>`;
    const notice = {
      ...full(kind),
      subjectName: name,
      authenticatorName: name,
      browserName: name,
      caseReference: name,
    };
    const html = composeMail(notice, options).html;
    expect(new Set(tagsOf(html))).toEqual(new Set(tagsOf(composeMail(full(kind), options).html)));
    expect(html).not.toContain("https://evil");
  });

  it.each([
    ["https://evil.example/login", "https[:]//evil[.]example/login"],
    ["www.evil.example", "www[.]evil[.]example"],
    ["1.evil.example", "1[.]evil[.]example"],
    ["evil。example", "evil[。]example"],
    ["call me@evil.example", "call me[@]evil[.]example"],
    ["http://192.0.2.1/", "http[:]//192.0.2.1/"],
  ])("make no link of %s", (given, shown) => {
    expect(plainName(given)).toBe(shown);
  });

  it.each([
    "Zoë’s phone",
    "iPhone 17",
    "Firefox 128.0 on Linux",
    "Work (new).",
    "📱 手机",
    "Case: 5",
  ])("stay as they are: %s", (name) => {
    expect(plainName(name)).toBe(name);
  });

  it("are one line of a length, and turn nothing around", () => {
    expect(plainName("a\r\n\r\nIf it was you, write\u2028to us\u0000")).toBe(
      "a If it was you, write to us",
    );
    expect(plainName("safe\u202egnp.exe\u2066")).not.toMatch(/[\u202e\u2066]/);
    expect([...plainName("📱".repeat(500))]).toHaveLength(121);
  });

  it("an account's own address goes to it as it is, and to others as no link", () => {
    const mail = (address: string) =>
      composeMail(full("second_factor_reset"), { ...options, address }).text;
    expect(mail("ada@harbour.example")).toContain("Account: ada@harbour.example");
    expect(mail("ada@home.example")).toContain("Account: ada[@]harbour[.]example");
  });
});
