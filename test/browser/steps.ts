import { english as say } from "@second-factor/pages";
import type { Page } from "playwright-core";
import { scanQrCode } from "./phone.js";

/** What a person does in the pages, by what they read there. */

export async function signIn(page: Page, origin: string, user: string): Promise<void> {
  await page.goto(origin);
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password").fill(`${user}-password`);
  await submit(page, "Sign in");
}

export async function signOut(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await submit(page, "Sign out");
  await page.getByRole("heading", { name: /^Sign in to/ }).waitFor();
}

/** Presses a button that leads to another page, or to the same one with an error, and waits until it is there. */
export async function submit(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), press(page, name)]);
}

/** Presses a button that stays on the page. */
export const press = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).click();

export async function follow(page: Page, name: string): Promise<void> {
  const link = page.getByRole("link", { name, exact: true });
  await Promise.all([page.waitForEvent("load"), link.click()]);
}

export const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();

/** The spoken sentences of an error. */
export const alert = (page: Page) => page.getByRole("alert").textContent();

/** From the page that offers it to the one with the QR code; gives back what the code says. */
export async function beginEnrollment(page: Page, name?: string): Promise<string> {
  if (name !== undefined) await page.getByLabel(say.enroll.nameLabel).fill(name);
  await submit(page, say.enroll.submit);
  return scanQrCode(page);
}

/** On the bank's account page. */
export async function transfer(page: Page, amount: string, to = "bob"): Promise<void> {
  await page.getByLabel("To").fill(to);
  await page.getByLabel("Amount in euros").fill(amount);
  await submit(page, "Transfer");
}

const codeField = (page: Page) => page.getByRole("textbox", { name: say.confirm.codeLabel });

export async function confirm(page: Page, code: string): Promise<void> {
  await codeField(page).fill(code);
  await submit(page, say.confirm.submit);
}

export async function verify(page: Page, code: string): Promise<void> {
  await page.locator("[name=otp]").fill(code);
  await submit(page, say.challenge.submit);
}

export async function redeem(page: Page, recoveryCode: string): Promise<void> {
  const field = page.getByLabel(say.challenge.recoveryLabel, { exact: true });
  if (!(await field.isVisible())) await page.getByText(say.challenge.recoverySummary).click();
  await field.fill(recoveryCode);
  await submit(page, say.challenge.recoverySubmit);
}

export const recoveryCodes = (page: Page) =>
  page
    .getByRole("list", { name: say.recoveryCodes.listLabel(10) })
    .getByRole("listitem")
    .allTextContents();

export async function keepRecoveryCodes(page: Page): Promise<string[]> {
  const codes = await recoveryCodes(page);
  await page.getByLabel(say.recoveryCodes.saved).check();
  await submit(page, say.recoveryCodes.submit);
  return codes;
}
