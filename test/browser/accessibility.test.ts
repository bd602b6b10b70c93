import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { frameworkNames, startExample } from "../served/example-process.js";
import { launchChromium } from "./chromium.js";
import { faultsOf } from "./inspect.js";
import { walk } from "./walk.js";
import { openWatched } from "./watched-context.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test.each(frameworkNames)("nobody is kept out of any page of the %s example", async (name) => {
  const bank = await startExample(name);
  // Only here: axe is a script that the pages' own policy would not let in.
  const { page, context } = await openWatched(browser, { bypassCSP: true });
  const faults: string[] = [];
  try {
    await walk(page, bank.origin, async (seen) => {
      faults.push(...(await faultsOf(page)).map((fault) => `${seen}: ${fault}`));
    });
  } finally {
    await context.close();
    await bank.stop();
  }
  expect(faults).toEqual([]);
});
