import { problemCodes } from "@second-factor/core/http";
import { describe, expect, it } from "vitest";
import type { MessagesOverride } from "../src/catalogs.js";
import { english } from "../src/english.js";
import { htmlPages } from "../src/html-pages.js";
import { readTags, unescapeHtml } from "./read-html.js";
import { challenge, frame, samplePages } from "./sample-pages.js";

/** The catalog with each sentence replaced by its own path. */
function pathsFor(value: unknown, path: string): unknown {
  if (typeof value === "string") return `⟦${path}⟧`;
  if (typeof value === "function") return () => `⟦${path}⟧`;
  const entries = Object.entries(value as object).map(([key, item]) => [
    key,
    pathsFor(item, `${path}.${key}`),
  ]);
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

const leaves = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Object.values(value as object).flatMap(leaves);

const all = (messages: MessagesOverride) => {
  const pages = htmlPages({ messages: { en: messages } });
  const problems = problemCodes.map((code) =>
    pages.render({ ...challenge, frame: { ...frame, error: { code } } }),
  );
  return [...Object.values(samplePages).map((page) => pages.render(page)), ...problems];
};

/** Calls sentences too, so that what is left are texts. */
const said = (value: unknown): unknown =>
  typeof value === "function"
    ? (value as () => string)()
    : typeof value === "string"
      ? value
      : Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, said(item)]));

describe("the catalog", () => {
  it("has no sentence that no page says", () => {
    const marked = pathsFor(english, "") as MessagesOverride;
    const output = unescapeHtml(all(marked).join("\n"));
    const unused = leaves(said(marked)).filter((path) => !output.includes(path));
    expect(unused).toEqual([]);
  });

  it("holds every word that the pages say", () => {
    const marked = pathsFor(english, "") as MessagesOverride;
    for (const markup of all(marked)) {
      const body = markup.slice(markup.indexOf("<body>"));
      const words = body
        .replace(/<time[\s\S]*?<\/time>|<code[\s\S]*?<\/code>|<bdi[\s\S]*?<\/bdi>/g, "")
        .replace(/<ul class="sf-apps"[\s\S]*?<\/ul>|<option[\s\S]*?<\/option>/g, "")
        .replace(/<svg[\s\S]*?<\/svg>/g, "")
        .replace(/<span class="sf-mark"[\s\S]*?<\/span>/g, "")
        .replace(/<[^>]*>|⟦[^⟧]*⟧/g, "")
        .trim();
      expect(words).toBe("");
      const labels = readTags(body).flatMap(({ attributes }) => attributes["aria-label"] ?? []);
      expect(labels.filter((label) => !label.startsWith("⟦"))).toEqual([]);
    }
  });

  it("has a sentence for every problem", () => {
    expect(Object.keys(english.error.problems).sort()).toEqual([...problemCodes].sort());
  });

  it("counts in words that fit the number", () => {
    expect(english.manage.remaining(0)).toBe("No codes are left.");
    expect(english.manage.remaining(1)).toBe("One code is left.");
    expect(english.manage.remaining(7)).toBe("7 codes are left.");
    expect(english.error.attemptsRemaining(0)).toBe("You have no more tries.");
    expect(english.recoveryCodes.fileTitle("Acme", "")).toBe("Acme recovery codes");
  });
});
