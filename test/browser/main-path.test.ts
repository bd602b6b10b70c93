import { english as say } from "@second-factor/pages";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleNames, startExample } from "../served/example-process.js";
import type { ServedProcess } from "../served/served-process.js";
import { launchChromium } from "./chromium.js";
import { oathtoolCode, readWithPyotp } from "./phone.js";
import * as person from "./steps.js";
import { openWatched } from "./watched-context.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(exampleNames)("the %s example in a browser", (name) => {
  let bank: ServedProcess;
  beforeAll(async () => {
    bank = await startExample(name);
  });
  afterAll(() => bank.stop());

  const visitors = [
    { user: "alice", javaScriptEnabled: true, scripts: "with" },
    { user: "bob", javaScriptEnabled: false, scripts: "without" },
  ];
  // The pages are the same wherever they come from; one visitor shows that a runtime serves them.
  const onOtherRuntime = name === "hono-deno" || name === "hono-bun";
  test.each(onOtherRuntime ? visitors.slice(0, 1) : visitors)(
    "from the QR code to the account, $scripts scripts",
    async ({ user, javaScriptEnabled }) => {
      const { page, context, complaints } = await openWatched(browser, { javaScriptEnabled });
      const url = () => {
        const { pathname, search } = new URL(page.url());
        return pathname + search;
      };
      await person.signIn(page, bank.origin, user);
      expect(url()).toBe("/account");

      await person.follow(page, "Second factor");
      expect(await person.heading(page)).toBe(say.enroll.heading(true));
      const keyUri = await person.beginEnrollment(page);
      const pyotp = await readWithPyotp(keyUri);
      expect([pyotp.issuer, pyotp.name]).toEqual(["Harbour Bank", `${user}@harbour.example`]);
      await person.confirm(page, "000000");
      expect(await person.alert(page)).toContain(say.error.problems.invalid_otp);
      await person.confirm(page, pyotp.code);
      expect(await person.heading(page)).toBe(say.recoveryCodes.heading.first);
      expect(new Set(await person.keepRecoveryCodes(page)).size).toBe(10);
      expect(url()).toBe("/2fa/manage");

      await person.signOut(page, bank.origin);
      await person.signIn(page, bank.origin, user);
      expect(url()).toBe("/2fa/challenge?return_to=%2Faccount");
      await person.verify(page, "000000");
      expect(await person.alert(page)).toContain(
        "That code is not right. Check that your device's clock is set automatically, then try the next code.",
      );
      // The confirming code is used up, so a patient person's next one; the window takes it early.
      await person.verify(page, await oathtoolCode(keyUri, 30));
      expect(url()).toBe("/account");
      await page.getByLabel("To").fill("carol");
      await page.getByLabel("Amount in euros").fill("25.00");
      await person.submit(page, "Transfer");
      expect(await page.getByRole("cell", { name: "−€25.00" }).count()).toBe(1);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});
