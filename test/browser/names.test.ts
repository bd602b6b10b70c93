import { keyRing, memoryRecords } from "@second-factor/core";
import { english as say } from "@second-factor/pages";
import { type BankUser, hashPassword } from "@second-factor-examples/bank";
import { URI } from "otpauth";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AppName, startApp } from "../served/example-app.js";
import { frameworkNames } from "../served/example-process.js";
import { launchChromium } from "./chromium.js";
import { oathtoolCode, readWithPyotp } from "./phone.js";
import * as person from "./steps.js";
import { openWatched } from "./watched-context.js";

let browser: Browser;
let zoe: BankUser;
beforeAll(async () => {
  browser = await launchChromium();
  const name = "Zoë Müller & Söhne: Kasse 1 <ß>";
  zoe = { id: "zoe", name, roles: [], passwordHash: await hashPassword("zoe-password") };
});
afterAll(() => browser.close());

/** Enrolls with these names all over the pages, and gives back what the QR code says. */
async function enroll(example: AppName, issuer: string): Promise<string> {
  const keys = keyRing("k1:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps=");
  const bank = await startApp(example, { issuer, users: [zoe], records: memoryRecords(), keys });
  const { page, context, complaints } = await openWatched(browser, { colorScheme: "dark" });
  await person.signIn(page, bank.origin, "zoe");
  await person.follow(page, "Second factor");
  const keyUri = await person.beginEnrollment(page, "Zoës Gerät & Uhr: „blau“");
  await person.confirm(page, await oathtoolCode(keyUri));
  expect(await person.keepRecoveryCodes(page)).toHaveLength(10);

  expect(await person.heading(page)).toBe(say.manage.heading);
  for (const name of ["Zoës Gerät & Uhr: „blau“", zoe.name, issuer]) {
    expect(await page.getByText(name, { exact: true }).count()).toBe(1);
  }
  expect(complaints).toEqual([]);
  await context.close();
  await bank.stop();
  return keyUri;
}

// A colon would end the issuer; the ratio sign looks the same, and no app stumbles over it.
const account = "Zoë Müller & Söhne\u2236 Kasse 1 <ß>";

test.each(frameworkNames)(
  "names of all kinds survive the way to the phone in %s",
  async (example) => {
    const keyUri = await enroll(example, "Bücher aus Köln: Laden 1");
    const before = await oathtoolCode(keyUri);
    const { code, ...names } = await readWithPyotp(keyUri);
    expect(names).toEqual({ issuer: "Bücher aus Köln\u2236 Laden 1", name: account });
    // A new code may have begun meanwhile.
    expect([before, await oathtoolCode(keyUri)]).toContain(code);
  },
);

// pyotp decodes a key URI before it takes it apart, so that an issuer's own & reads as the end of the issuer.
test("an ampersand in the issuer survives the way to other phones", async () => {
  const keyUri = await enroll("express", "Bücher & Bohnen + 100%25");
  const { issuer, label } = URI.parse(keyUri);
  expect([issuer, label]).toEqual(["Bücher & Bohnen + 100%25", account]);
});
