import { readFileSync } from "node:fs";
import { problemCodes, problemStatus } from "@second-factor/core/http";
import { describe, expect, it } from "vitest";
import { type Testbed, variants } from "../testbed/index.js";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/problems.md", root), "utf8");
const sections = new Map(
  page.split(/^### /m).map((section) => {
    const [title = ""] = section.split("\n", 1);
    return [title, section.slice(title.length).trim()];
  }),
);

describe("docs/problems.md", () => {
  it.each([...problemCodes])("explains %s, with its status", (code) => {
    const section = sections.get(code) ?? "";
    const status = problemStatus(code);
    expect(section.length).toBeGreaterThan(30);
    const isOutage = page.indexOf(`### ${code}`) > page.indexOf("## Outages");
    expect(isOutage ? "503" : section.slice(0, 3)).toBe(String(status));
  });

  it("explains no code that does not exist", () => {
    const named = [...sections.keys()].filter((title) => /^[a-z_0-9]+$/.test(title));
    expect(named.sort()).toEqual([...problemCodes].sort());
  });

  it("is where a problem's type leads", async () => {
    const bed: Testbed = await variants[1]!.start();
    const { type } = (await bed.client().request("GET", "/2fa/")).json<{ type: string }>();
    await bed.close();
    const [address, anchor = ""] = type.split("#");
    expect(address?.replace(/^.*\/blob\/main\//, "")).toBe("docs/problems.md");
    expect(sections.has(anchor)).toBe(true);
  });
});
