import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { htmlPages, securityPage, securityPageHeaders } from "@second-factor/pages";
import { expect, test } from "vitest";
import { securityState } from "../../packages/pages/test/sample-security.js";
import { launchChromium } from "./chromium.js";
import { faultsOf } from "./inspect.js";
import { openWatched } from "./watched-context.js";

test("the operators' page keeps nobody out, and its own policy lets it look as it should", async () => {
  const pages = htmlPages();
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/2fa/styles.css")) {
      response.setHeader("Content-Type", "text/css");
      response.end(pages.stylesheet);
      return;
    }
    for (const [name, value] of Object.entries(securityPageHeaders))
      response.setHeader(name, value);
    response.end(securityPage(securityState, { issuer: "Acme", basePath: "/2fa" }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/security`;
  const browser = await launchChromium();
  try {
    const strict = await openWatched(browser);
    await strict.page.goto(origin);
    const bar = strict.page.locator(".sf-chart rect").first();
    expect(await bar.evaluate((rect) => getComputedStyle(rect).fill)).toBe("rgb(29, 79, 191)");
    expect(strict.complaints).toEqual([]);
    // axe is a script, which the page's policy would not let in.
    const open = await openWatched(browser, { bypassCSP: true });
    await open.page.goto(origin);
    expect(await faultsOf(open.page)).toEqual([]);
  } finally {
    await browser.close();
    server.close();
  }
});
