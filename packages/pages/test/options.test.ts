import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { htmlPages } from "../src/html-pages.js";
import { themeProperties } from "../src/theme.js";
import { readTags } from "./read-html.js";
import { challenge, confirm } from "./sample-pages.js";

const appHrefs = (markup: string) =>
  readTags(markup)
    .filter(({ attributes }) => attributes.target === "_blank")
    .map(({ attributes }) => attributes);

describe("theme", () => {
  it("documents and defines every property, and uses no other", () => {
    const { stylesheet } = htmlPages();
    const [, head = ""] = /\/\*([\s\S]*?)\*\//.exec(stylesheet) ?? [];
    for (const property of themeProperties) {
      expect(head).toMatch(new RegExp(`--sf-${property}\\b`));
      expect(stylesheet).toMatch(new RegExp(`--sf-${property}: `));
    }
    const used = [...stylesheet.matchAll(/var\(--sf-([a-z-]+)\)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(themeProperties));
  });

  it("sets values for both schemes or each, after the defaults", () => {
    const { stylesheet } = htmlPages({
      theme: { radius: "4px", accent: { light: "#00695c", dark: "#80cbc4" } },
    });
    expect(stylesheet).toMatch(
      /:root \{ --sf-radius: 4px; --sf-accent: #00695c; \}\n@media \(prefers-color-scheme: dark\) \{ :root \{ --sf-radius: 4px; --sf-accent: #80cbc4; \} \}\n$/,
    );
  });

  it("changes the addresses of the files, so that nobody sees old styles with new pages", () => {
    const href = (pages: ReturnType<typeof htmlPages>) =>
      readTags(pages.render(challenge)).find(({ name }) => name === "link")?.attributes.href;
    expect(href(htmlPages())).toMatch(/^\/2fa\/styles\.css\?v=\w+$/);
    expect(href(htmlPages({ theme: { radius: "0" } }))).not.toBe(href(htmlPages()));
  });

  it("refuses what is no value or no property", () => {
    expect(() => htmlPages({ theme: { accent: "red; } body { display: none" } })).toThrow(
      TypeError,
    );
    expect(() => htmlPages({ theme: { colour: "red" } as never })).toThrow(TypeError);
  });
});

describe("appLinks", () => {
  it("are plain links that tell their targets nothing", () => {
    const links = appHrefs(htmlPages().render(confirm));
    expect(links).toHaveLength(7);
    for (const { href, rel } of links) {
      expect(href).toMatch(/^https:\/\//);
      expect(rel).toBe("noreferrer noopener");
    }
  });

  it("can be others, or none", () => {
    const own = htmlPages({ appLinks: [{ name: "Ours", url: "https://app.example/" }] });
    expect(appHrefs(own.render(confirm))).toHaveLength(1);
    const none = htmlPages({ appLinks: [] }).render(confirm);
    expect(appHrefs(none)).toEqual([]);
    expect(() => htmlPages({ appLinks: [{ name: "Odd", url: "javascript:0" }] })).toThrow(
      TypeError,
    );
  });
});

describe("stylesheet and script", () => {
  const { script, stylesheet } = htmlPages();

  it("are whole", () => {
    expect(() => new Script(script)).not.toThrow();
    const count = (character: string) => stylesheet.split(character).length;
    expect(count("{")).toBe(count("}"));
    expect(stylesheet).not.toMatch(/undefined|url\(|@import/);
  });

  it("block no paste and hold no code", () => {
    expect(script).not.toMatch(/paste|keydown|localStorage|fetch|eval/);
  });
});
