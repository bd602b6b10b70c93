import { english as say } from "@second-factor/pages";
import type { Page } from "playwright-core";
import { oathtoolCode } from "./phone.js";
import {
  beginEnrollment,
  confirm,
  keepRecoveryCodes,
  redeem,
  signIn,
  signOut,
  submit,
  verify,
} from "./steps.js";

/** Every page that a person can come to, as they come to it; `look` is called on each with a name for it. */
export async function walk(
  page: Page,
  origin: string,
  look: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto(origin);
  await look("front page");
  await page.getByLabel("User name").fill("carol");
  await page.getByLabel("Password").fill("wrong");
  await submit(page, "Sign in");
  await look("wrong password");
  await signIn(page, origin, "carol");
  await look("enroll, required");
  const keyUri = await beginEnrollment(page);
  await look("confirm");
  await confirm(page, "000000");
  await look("confirm, wrong code");
  await confirm(page, await oathtoolCode(keyUri));
  await look("recovery codes");
  await keepRecoveryCodes(page);
  await walkBank(page, origin, look);
  await walkManage(page, origin, look);
  await signOut(page, origin);
  await walkChallenge(page, origin, look);
}

async function walkBank(page: Page, origin: string, look: (name: string) => Promise<void>) {
  await page.goto(`${origin}/`);
  await look("front page, signed in");
  await page.goto(`${origin}/admin`);
  await look("administration");
  await walkStaff(page, origin, look);
  await page.goto(`${origin}/account`);
  await page.getByLabel("To").fill("bob");
  await page.getByLabel("Amount in euros").fill("25");
  await submit(page, "Transfer");
  await look("account");
  await page.getByLabel("To").fill("bob");
  await page.getByLabel("Amount in euros").fill("a lot");
  await submit(page, "Transfer");
  await look("account, wrong amount");
}

async function walkStaff(page: Page, origin: string, look: (name: string) => Promise<void>) {
  const open = async (path: string) => {
    await page.goto(`${origin}/2fa/staff${path}`);
    for (const summary of await page.locator("summary").all()) await summary.click();
  };
  await open("");
  await look("accounts, everything open");
  await open("/subject?subject=alice");
  await look("account, everything open");
  await open("/security");
  await look("alarms and events");
}

async function walkManage(page: Page, origin: string, look: (name: string) => Promise<void>) {
  await page.goto(`${origin}/2fa/enroll`);
  await look("enroll, another");
  await beginEnrollment(page, "Superseded in another window");
  const other = await page.context().newPage();
  await other.goto(`${origin}/2fa/enroll`);
  const keyUri = await beginEnrollment(other, "Tablet");
  await confirm(page, "000000");
  await look("problem");
  await confirm(other, await oathtoolCode(keyUri));
  await other.close();
  await page.goto(`${origin}/2fa/manage`);
  await look("manage");
  for (const summary of await page.locator("summary").all()) await summary.click();
  await look("manage, everything open");
  await page.goto(`${origin}/2fa/recovery-codes`);
  await look("regenerate");
  await submit(page, say.regenerate.submit);
  await look("recovery codes, new");
}

async function walkChallenge(page: Page, origin: string, look: (name: string) => Promise<void>) {
  await signIn(page, origin, "carol");
  await look("challenge");
  await verify(page, "000000");
  await look("challenge, wrong code");
  for (let attempt = 2; attempt <= 5; attempt += 1) await verify(page, "000000");
  await look("challenge, escalated");
  await redeem(page, "0000-0000-0000-0000-0000-0000");
  await look("challenge, wrong recovery code");
  await signOut(page, origin);
  await signIn(page, origin, "bob");
  await page.goto(`${origin}/admin`);
  await look("administration, not allowed");
}
