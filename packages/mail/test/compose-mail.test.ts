import type { Notice } from "@second-factor/core";
import { describe, expect, it } from "vitest";
import { type MessagesByLanguage, openCatalogs } from "../src/catalogs.js";
import { composeMail } from "../src/compose-mail.js";
import { bare, full, kinds } from "./sample-notices.js";

const compose = (notice: Notice, messages: MessagesByLanguage = {}, language = "en") =>
  composeMail(notice, {
    issuer: "Harbour Bank",
    catalog: openCatalogs(messages, "en")(language),
    address: "ada@harbour.example",
    silentUntil: null,
  });

const hrefs = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);

describe.each(kinds)("the mail about %s", (kind) => {
  it("says what happened, to which account, when, and what to do about it", () => {
    const { subject, text } = compose(full(kind));
    expect(subject).toMatch(/^Harbour Bank: /);
    expect(text).toContain("Account: ada@harbour.example");
    expect(text).toContain("When: 5 January 2026 at 09:07 UTC");
    expect(text, "what to do").toMatch(
      /change (?:your|the) password|nothing to do|ask again|write to support|app on your phone/i,
    );
    expect(text).not.toMatch(/undefined|null|NaN|Invalid|“”|\(\)| {2}/);
  });

  it("has its link as it is, with what it is for and until when", () => {
    const notice = full(kind);
    const { text, html } = compose(notice);
    const lines = text.split("\n");
    const at = lines.indexOf(notice.url as string);
    expect(at, "a line of its own").toBeGreaterThan(0);
    expect(lines[at - 2]).toMatch(/until 13 January 2026 at 09:07 UTC:$/);
    expect(hrefs(html)).toEqual([notice.url?.replaceAll("&", "&amp;")]);
  });

  it("reads well with nothing but what every notice has", () => {
    const { text, html } = compose({ ...bare(kind), subjectName: null });
    expect(text).not.toMatch(/undefined|null|NaN|Invalid|“”|\(\)| {2}|Account:|https?:|\bhere[:,]/);
    expect(hrefs(html)).toEqual([]);
  });

  it("keeps names and links out of the subject, which is read on locked screens", () => {
    const hostile = { authenticatorName: "NAME", browserName: "NAME", caseReference: "NAME" };
    const { subject } = compose({ ...full(kind), ...hostile, subjectName: "NAME" });
    expect(subject).not.toMatch(/NAME|ticket|http/);
  });

  it("says the same as text and as HTML, and fetches nothing", () => {
    const { text, html } = compose(full(kind));
    const body = html.slice(html.indexOf("<body"));
    const words = (from: string) =>
      from
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ")
        .trim();
    expect(words(body).replaceAll("&amp;", "&")).toBe(words(text));
    expect(html).not.toMatch(/<(?:img|script|link|iframe|object|form)\b|src=|url\(|@import/);
  });
});

describe("a mail to a person of support", () => {
  const toStaff = (notice: Notice) => compose({ ...notice, staffId: "dave" });

  it.each(kinds.filter((kind) => kind.startsWith("recovery_") && !kind.includes("code")))(
    "says of %s what became of their case",
    (kind) => {
      const { subject, text } = toStaff(full(kind));
      expect(subject).toBe("Harbour Bank: a recovery that you opened");
      expect(text).toContain("“Case 77”");
      expect(text).toMatch(
        /^The recovery for “ada\[@\]harbour\[.\]example”|^The recovery for “ada@/,
      );
      expect(text, "the owner's words").not.toMatch(/your (?:password|second factor|account)/);
      expect(text).not.toContain("has changed");
    },
  );
});

describe("other sentences", () => {
  it("takes the language of the reader, its dates too, and English for what is left out", () => {
    const german = {
      de: {
        kinds: { second_factor_reset: { subject: () => "Zurückgesetzt", happened: () => "Weg." } },
        at: ({ at }: { at: string }) => `Wann: ${at}`,
      },
    };
    const { subject, text, html } = compose(bare("second_factor_reset"), german, "de-AT");
    expect(subject).toBe("Zurückgesetzt");
    expect(text).toMatch(/^Weg\.\n/);
    expect(text).toContain("Wann: 5. Januar 2026 um 09:07 UTC");
    expect(text).toContain("If you did not ask for it");
    expect(html).toContain('<html lang="de" dir="ltr">');
    expect(compose(bare("second_factor_reset"), german, "fr").subject).toMatch(/^Harbour Bank: /);
  });

  it("refuses a tag that is no language tag", () => {
    expect(() => openCatalogs({ "no tag": {} }, "en")).toThrow(RangeError);
  });
});
