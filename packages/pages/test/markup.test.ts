import { describe, expect, it } from "vitest";
import { htmlPages } from "../src/html-pages.js";
import { readForms, readTags } from "./read-html.js";
import { again, samplePages } from "./sample-pages.js";

const pages = htmlPages();

describe.each(Object.entries(samplePages))("the markup of %s", (_, page) => {
  const markup = pages.render(page);
  const tags = readTags(markup);

  it("needs neither an inline style nor an inline script", () => {
    const scripts = markup.match(/<script[\s\S]*?<\/script>/g);
    expect(scripts).toEqual([
      expect.stringMatching(/^<script src="\/2fa\/script\.js\?v=\w+" defer><\/script>$/),
    ]);
    expect(tags.map(({ name }) => name)).not.toContain("style");
    const names = tags.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => name === "style" || name.startsWith("on"))).toEqual([]);
    expect(markup).not.toMatch(/javascript:/i);
  });

  it("has a language, a title, one h1, one main, and is not indexed", () => {
    expect(markup).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
    expect(markup).toMatch(/<title>[^<]+ – Acme Bank<\/title>/);
    expect(markup.match(/<h1>/g)).toHaveLength(1);
    expect(markup.match(/<main /g)).toHaveLength(1);
    expect(markup).toContain('<meta name="robots" content="noindex">');
    expect(markup).toContain('<meta name="viewport"');
  });

  it("skips no heading level and uses no id twice", () => {
    const levels = tags.filter(({ name }) => /^h\d$/.test(name)).map(({ name }) => Number(name[1]));
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
    const ids = tags.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("labels every field, and describes it by what is there", () => {
    const ids = tags.flatMap(({ attributes }) => attributes.id ?? []);
    const labelled = tags.flatMap(({ attributes }) => attributes.for ?? []);
    for (const { name, attributes } of tags) {
      if (name !== "input" && name !== "select") continue;
      if (attributes.type !== "hidden") expect(labelled).toContain(attributes.id);
      const described = attributes["aria-describedby"]?.split(" ") ?? [];
      expect(ids).toEqual(expect.arrayContaining(described));
    }
  });

  it("has at most one field for codes, and one focus", () => {
    const otp = tags.filter(({ attributes }) => attributes.name === "otp");
    expect(otp.length).toBe(page.page === "challenge" || page.page === "confirm" ? 1 : 0);
    for (const { attributes } of otp) {
      expect(attributes).toMatchObject({
        type: "text",
        autocomplete: "one-time-code",
        inputmode: "numeric",
      });
    }
    expect(tags.filter(({ attributes }) => "autofocus" in attributes).length).toBeLessThanOrEqual(
      1,
    );
  });

  it("posts every form below the base path, with the token and the way back", () => {
    for (const form of readForms(markup)) {
      if (form.method === "get" || form.action === again.path) continue;
      expect(form.method).toBe("post");
      expect(form.action).toMatch(/^\/2fa\//);
      expect(form.fields.form_token).toBe(page.frame.formToken);
      expect(form.fields.return_to ?? "").toBe(page.frame.returnTo);
    }
  });
});
