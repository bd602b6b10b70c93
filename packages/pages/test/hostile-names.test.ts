import type { Page } from "@second-factor/core/http";
import { describe, expect, it } from "vitest";
import { htmlPages } from "../src/html-pages.js";
import { readTags, readText } from "./read-html.js";
import { samplePages } from "./sample-pages.js";

const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;`;

const ours = [
  "page",
  "code",
  "reason",
  "sent",
  "qrCode",
  "kind",
  "leadsTo",
  "done",
  "role",
  "act",
  "state",
  "secret",
  "at",
  "since",
  "severity",
];

/** Every string of the model is hostile, but for those that core makes: its codes and its svg. */
function poison(value: unknown, key = ""): unknown {
  if (ours.includes(key) && typeof value !== "object") return value;
  if (typeof value === "string") return value === "" ? "" : `${value}${hostile}`;
  if (Array.isArray(value)) return value.map((item) => poison(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, poison(item, name)]),
  );
}

describe("names and values that hold markup (INJ-15)", () => {
  const pages = htmlPages();

  it.each(Object.entries(samplePages))("%s stays the same document", (_, page) => {
    const clean = pages.render(page);
    const poisoned = pages.render(poison(page) as Page);
    const shape = (markup: string) =>
      readTags(markup).map(({ name, attributes }) => `${name} ${Object.keys(attributes)}`);
    // The way back may hold a query, whose fields the recovery codes page carries as inputs of its own.
    expect(new Set(shape(poisoned))).toEqual(new Set(shape(clean)));
    expect(poisoned).not.toContain("<script>alert");
    expect(poisoned).not.toContain("<img");
    expect(readText(poisoned)).toContain("<script>alert(1)</script>");
  });
});
