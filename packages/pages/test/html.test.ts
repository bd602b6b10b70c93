import { describe, expect, it } from "vitest";
import { attribute, html, raw } from "../src/html.js";

describe("html", () => {
  it("escapes what is put into it, as text and inside attributes", () => {
    const hostile = `<b title="x">'&`;
    expect(html`<p title="${hostile}">${hostile}</p>`.toString()).toBe(
      '<p title="&lt;b title=&quot;x&quot;&gt;&#39;&amp;">&lt;b title=&quot;x&quot;&gt;&#39;&amp;</p>',
    );
  });

  it("takes html and raw as they are, also in lists", () => {
    const items = ["a", "<"].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${raw("<svg></svg>")}`.toString()).toBe(
      "<ul><li>a</li><li>&lt;</li></ul><svg></svg>",
    );
  });

  it("takes nothing for nothing", () => {
    expect(html`${null}${undefined}${false}${true}${""}${0}`.toString()).toBe("0");
  });

  it("does not take an object that only looks like html for html", () => {
    const forged = { toString: () => "<script>" } as never;
    expect(html`${forged}`.toString()).toBe("");
  });

  it("leaves an attribute out where it has no value", () => {
    const attributes = [
      attribute("a", "1"),
      attribute("b", true),
      attribute("c", false),
      attribute("d", undefined),
    ];
    expect(html`<i${attributes}>`.toString()).toBe('<i a="1" b>');
  });
});
