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
  const transfer = (amount: string) => person.transfer(page, amount);
  const rows = page.getByRole("cell", { name: /^−€/ });
  const transferred = (amount: string) =>
    page.getByRole("cell", { name: `−€${amount}`, exact: true }).waitFor();

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
  await person.verify(page, "000000");
  expect(await person.alert(page)).toContain(say.error.problems.invalid_otp);
  await person.verify(page, await oathtoolCode(keyUri, 301));
  await transferred("20.00");
  expect(await rows.allTextContents(), "the transfer went on by itself").toEqual([
    "−€20.00",
    "−€10.00",
  ]);

  await worker.setAhead(602);
  await transfer("30.00");
  await person.redeem(page, recoveryCode);
  await transferred("30.00");
  expect(await rows.count(), "transfers, the last with a recovery code").toBe(3);
  expect(complaints).toEqual([]);

  // Chromium asks before it sends a form once more, and shows an error to who can't be asked.
  await page.goBack().catch(() => undefined);
  const other = await context.newPage();
  await other.goto(`${worker.origin}/account`);
  const after = other.getByRole("cell", { name: /^−€/ });
  expect(await after.count(), "transfers, after going back").toBe(3);
  await context.close();
});

test("without scripts the transfer goes on at the press of a button", async () => {
  const { page, context, complaints } = await openWatched(browser, { javaScriptEnabled: false });
  const ahead = 700;
  await worker.setAhead(ahead);
  await person.signIn(page, worker.origin, "bob");
  await person.follow(page, "Second factor");
  const keyUri = await person.beginEnrollment(page);
  await person.confirm(page, await oathtoolCode(keyUri, ahead));
  await person.keepRecoveryCodes(page);
  await worker.setAhead(ahead + 301);
  await page.goto(`${worker.origin}/account`);
  await person.transfer(page, "12.34", "alice");
  await person.verify(page, await oathtoolCode(keyUri, ahead + 301));
  expect(await person.heading(page)).toBe(say.resume.heading);
  await person.submit(page, say.resume.submit);
  expect(await person.heading(page)).toBe("Account");
  expect(await page.getByRole("cell", { name: "−€12.34" }).count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
});
