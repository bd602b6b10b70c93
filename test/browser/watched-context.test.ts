import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { launchChromium } from "./chromium.js";
import { openWatched } from "./watched-context.js";

test("what a policy forbids does not go unseen", async () => {
  const server = createServer((_, response) => {
    response.setHeader("Content-Security-Policy", "default-src 'none'; img-src data:");
    response.setHeader("Content-Type", "text/html");
    response.end('<!doctype html><link rel="icon" href="data:,"><p style="color: red">Hello');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await launchChromium();
  const { page, complaints } = await openWatched(browser);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await expect.poll(() => complaints.length).toBeGreaterThan(1);
  expect(complaints.join()).toMatch(/style-src-attr inline on http/);
  await browser.close();
  server.close();
});
