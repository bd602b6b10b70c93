import { english as say } from "@second-factor/pages";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.js";
import { oathtoolCode } from "./phone.js";
import * as person from "./steps.js";
import { openWatched } from "./watched-context.js";
import { startWorkerWithClock, type WorkerWithClock } from "./workers/start-worker.js";

let browser: Browser;
let worker: WorkerWithClock;
beforeAll(async () => {
  [browser, worker] = await Promise.all([launchChromium(), startWorkerWithClock()]);
});
afterAll(() => Promise.all([browser?.close(), worker?.stop()]));

test("in workerd a transfer asks for another code once the last is five minutes old", async () => {
  const { page, context, complaints } = await openWatched(browser);
  const transfer = async (amount: string) => {
    await page.getByLabel("To").fill("bob");
    await page.getByLabel("Amount in euros").fill(amount);
    await person.submit(page, "Transfer");
  };
  const rows = page.getByRole("cell", { name: /^−€/ });

  await person.signIn(page, worker.origin, "alice");
  await transfer("10.00");
  expect(await person.heading(page), "asked of whom has none").toBe(say.enroll.heading(true));
  const keyUri = await person.beginEnrollment(page);
  await person.confirm(page, await oathtoolCode(keyUri));
  const [recoveryCode = ""] = await person.keepRecoveryCodes(page);
  await page.goto(`${worker.origin}/account`);
  await transfer("10.00");
  expect(await rows.allTextContents()).toEqual(["−€10.00"]);

  await worker.setAhead(301);
  await page.goto(`${worker.origin}/account`);
  await transfer("20.00");
  expect(await person.heading(page), "asked after 301 seconds").toBe(say.challenge.heading);
  await person.verify(page, await oathtoolCode(keyUri, 301));
  expect(await person.heading(page)).toBe("Account");
  await transfer("20.00");
  expect(await rows.allTextContents()).toEqual(["−€20.00", "−€10.00"]);

  await worker.setAhead(602);
  await transfer("30.00");
  await person.redeem(page, recoveryCode);
  await transfer("30.00");
  expect(await rows.count(), "transfers, the last with a recovery code").toBe(3);
  expect(complaints).toEqual([]);
  await context.close();
});
