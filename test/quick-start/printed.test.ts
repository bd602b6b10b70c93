import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { printed, takeOut } from "./reader.js";

const page = readFileSync(join(printed, "README.md"), "utf8");
const frontPage = readFileSync(join(printed, "../../README.md"), "utf8");
const sourceOf = (name: string) => readFileSync(join(printed, `${name}.ts`), "utf8");

describe.each(["express", "koa", "hono"])("the quick start for %s", (name) => {
  test("is printed as it is tested", () => {
    expect(page).toContain(`\`\`\`ts\n${sourceOf(name)}\`\`\``);
  });

  test("adds at most 15 lines to the app that is there", () => {
    const { added } = takeOut(sourceOf(name));
    expect(added.length).toBeGreaterThan(0);
    expect(added.length).toBeLessThanOrEqual(15);
  });
});

test("the records that last are printed as they are tested", () => {
  expect(page).toContain(`\`\`\`ts\n${sourceOf("records")}\`\`\``);
});

test("the policies are printed as they are compiled", () => {
  const policies = readFileSync(join(printed, "../policies.md"), "utf8");
  expect(policies).toContain(`\`\`\`ts\n${sourceOf("policies")}\`\`\``);
});

test("the front page prints the one for Express, and both make keys the same way", () => {
  expect(frontPage).toContain(`\`\`\`ts\n${sourceOf("express")}\`\`\``);
  const makeKeys = /^export SECOND_FACTOR_KEYS=.+$/m.exec(page)?.[0];
  expect(frontPage).toContain(makeKeys);
});
