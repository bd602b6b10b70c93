import { readFile } from "node:fs/promises";
import { english as say } from "@second-factor/pages";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { frameworkNames, startExample } from "../served/example-process.js";
import type { ServedProcess } from "../served/served-process.js";
import { launchChromium } from "./chromium.js";
import { oathtoolCode } from "./phone.js";
import * as person from "./steps.js";
import { openWatched } from "./watched-context.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const authenticators = (page: Page) =>
  page.getByRole("region", { name: say.manage.authenticators }).getByRole("heading", { level: 3 });

async function addAuthenticator(page: Page, name: string): Promise<string> {
  const keyUri = await person.beginEnrollment(page, name);
  await person.confirm(page, await oathtoolCode(keyUri));
  return keyUri;
}

describe.each([...frameworkNames, "hono-workers"] as const)(
  "the %s example's second factor in a browser",
  (name) => {
    let bank: ServedProcess;
    beforeAll(async () => {
      bank = await startExample(name);
    });
    afterAll(() => bank.stop());

    test("is renamed, added to, taken away from, and recovered", async () => {
      const { page, context, complaints } = await openWatched(browser);
      await person.signIn(page, bank.origin, "dave");
      await person.follow(page, "Second factor");
      await addAuthenticator(page, "Phone");
      const old = await person.keepRecoveryCodes(page);
      expect(await authenticators(page).allTextContents()).toEqual(["Phone"]);

      await page.getByLabel(say.manage.renameNamed("Phone")).click();
      await page.getByLabel(say.manage.nameLabel).fill("Zoë’s <b>old</b> & only: phone");
      await person.submit(page, say.manage.renameSubmit);
      const renamed = "Zoë’s <b>old</b> & only: phone";
      expect(await authenticators(page).allTextContents()).toEqual([renamed]);

      await person.follow(page, say.manage.add);
      expect(await person.heading(page)).toBe(say.enroll.heading(false));
      const spare = await addAuthenticator(page, "Spare");
      expect(await authenticators(page).allTextContents()).toEqual([renamed, "Spare"]);

      await page.getByLabel(say.manage.removeNamed(renamed)).click();
      await person.submit(page, say.manage.removeSubmit);
      expect(await authenticators(page).allTextContents()).toEqual(["Spare"]);

      await person.follow(page, say.manage.regenerate);
      await person.submit(page, say.regenerate.submit);
      const fresh = await person.keepRecoveryCodes(page);
      expect(fresh.filter((code) => old.includes(code))).toEqual([]);

      await person.signOut(page, bank.origin);
      await person.signIn(page, bank.origin, "dave");
      await person.redeem(page, old[0] ?? "");
      expect(await person.alert(page)).toContain(say.error.problems.invalid_recovery_code);
      await person.redeem(page, (fresh[0] ?? "").toLowerCase().replaceAll("-", " "));
      expect(await person.heading(page)).toBe("Account");

      // A recovery code lets in; it does not make new recovery codes. A code of the authenticator that is left does.
      await person.follow(page, "Second factor");
      expect(await page.getByText(say.manage.remaining(9)).count()).toBe(1);
      await person.follow(page, say.manage.regenerate);
      await person.verify(page, await oathtoolCode(spare, 30));
      expect(await person.heading(page)).toBe(say.regenerate.heading);
      expect(complaints).toEqual([]);
      await context.close();
    });

    test("is set up at once by whom it is required of, who can't give it up", async () => {
      const permissions = ["clipboard-read", "clipboard-write"];
      const { page, context, complaints } = await openWatched(browser, { permissions });
      await person.signIn(page, bank.origin, "carol");
      expect(await person.heading(page)).toBe(say.enroll.heading(true));
      expect(await page.getByText(say.enroll.requiredLead).count()).toBe(1);
      await addAuthenticator(page, "Key ring");

      const shown = await person.recoveryCodes(page);
      await person.press(page, say.recoveryCodes.copy);
      await page.getByText(say.recoveryCodes.copied).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown.join("\n"));
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        person.press(page, say.recoveryCodes.download),
      ]);
      expect(download.suggestedFilename()).toBe(say.recoveryCodes.fileName("Harbour Bank"));
      const lines = (await readFile(await download.path(), "utf8")).split("\r\n");
      expect(lines).toEqual(expect.arrayContaining(shown));
      expect(await person.keepRecoveryCodes(page)).toEqual(shown);
      expect(await person.heading(page)).toBe("Account");

      await person.follow(page, "Second factor");
      expect(await page.getByText(say.manage.lastStays).count()).toBe(1);
      expect(await page.getByRole("button", { name: say.manage.removeSubmit }).count()).toBe(0);
      await person.follow(page, say.manage.back);
      expect(await person.heading(page)).toBe("Account");
      await person.follow(page, "Administration");
      expect(await person.heading(page)).toBe("Administration");
      expect(complaints).toEqual([]);
      await context.close();
    });
  },
);
