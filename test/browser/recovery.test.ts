import { english as say } from "@second-factor/pages";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { linkIn } from "../testbed/mailbox.js";
import { launchChromium } from "./chromium.js";
import { addressOf, type MailedBank, startMailedBank } from "./mailed-bank.js";
import { oathtoolCode } from "./phone.js";
import * as person from "./steps.js";
import { openWatched, type WatchedContext } from "./watched-context.js";

let browser: Browser;
let bank: MailedBank;
let opened: WatchedContext[];
beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  bank = await startMailedBank();
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map(({ context }) => context.close()));
  await bank.stop();
});
afterAll(() => browser?.close());

/** Somebody's browser. None of what is walked here needs JavaScript. */
async function openBrowser(javaScriptEnabled = false): Promise<Page> {
  const watched = await openWatched(browser, { javaScriptEnabled });
  opened.push(watched);
  return watched.page;
}

const complaints = () => opened.flatMap((watched) => watched.complaints);

/** From the page that offers it to the account: the QR code read from its pixels, the code of another program. */
async function enrollAnew(page: Page): Promise<string> {
  expect(await person.heading(page)).toBe(say.enroll.heading(true));
  const keyUri = await person.beginEnrollment(page, "New phone");
  await person.confirm(page, await oathtoolCode(keyUri, bank.ahead()));
  await person.keepRecoveryCodes(page);
  await page.goto(`${bank.origin}/account`);
  expect(await person.heading(page)).toBe("Account");
  return keyUri;
}

test("whoever lost everything asks, waits a day, and enrolls anew; the mail can end it", async () => {
  const lost = await bank.enroll("alice");
  const address = addressOf("alice");
  const page = await openBrowser();
  const ask = async () => {
    await person.submit(page, say.recovery.ask);
    expect(await person.heading(page)).toBe(say.recovery.requestedHeading);
    return linkIn(await bank.mailbox.nextMail(address, "recovery_requested"));
  };
  const isOpen = async () => {
    await page.goto(`${bank.origin}/2fa/recovery`);
    return (await person.heading(page)) === say.recovery.openHeading;
  };

  await person.signIn(page, bank.origin, "alice");
  await page.getByText(say.challenge.recoverySummary).click();
  await person.follow(page, say.challenge.lostEverything);
  const link = await ask();
  const stranger = await openBrowser();
  for (const _ of ["the mail's scanner", "a person"]) await stranger.goto(link);
  expect(await person.heading(stranger)).toBe(say.recovery.cancelHeading);
  expect(await isOpen(), "after the link was opened and no button was pressed").toBe(true);
  await person.submit(stranger, say.recovery.end);
  expect(await person.heading(stranger)).toBe(say.recovery.canceledHeading);
  await bank.mailbox.nextMail(address, "recovery_canceled");
  expect(await isOpen(), "after the button").toBe(false);

  await ask();
  expect(await isOpen(), "asked for again").toBe(true);
  expect(await page.getByRole("button", { name: say.recovery.complete }).count()).toBe(0);
  bank.advance({ seconds: 24 * 3600 + 1 });
  await person.signOut(page, bank.origin);
  await person.signIn(page, bank.origin, "alice");
  await page.goto(`${bank.origin}/2fa/recovery`);
  await person.submit(page, say.recovery.complete);
  expect(await person.heading(page)).toBe(say.recovery.completedHeading);
  await bank.mailbox.nextMail(address, "recovery_completed");

  await person.follow(page, say.recovery.signIn);
  await person.submit(page, "Sign in again");
  await person.signIn(page, bank.origin, "alice");
  const keyUri = await enrollAnew(page);
  await person.signOut(page, bank.origin);
  await person.signIn(page, bank.origin, "alice");
  await person.verify(page, lost.nextCode());
  expect(await person.alert(page), "with the lost phone").toContain(say.error.problems.invalid_otp);
  await person.verify(page, await oathtoolCode(keyUri, bank.ahead()));
  expect(await person.heading(page)).toBe("Account");
  expect(complaints()).toEqual([]);
});

test("two people of support let somebody back in, and see nothing that would let them in", async () => {
  const phones = { dave: await bank.enroll("dave"), carol: await bank.enroll("carol") };
  await bank.enroll("alice");
  const address = addressOf("alice");
  const seenByStaff: Promise<string>[] = [];
  const openDesk = async (user: "dave" | "carol") => {
    const page = await openBrowser();
    page.on("response", (response) => {
      const text = response.text().catch(() => "");
      seenByStaff.push(text.then((body) => `${response.url()} ${body}`));
    });
    await person.signIn(page, bank.origin, user);
    await person.verify(page, phones[user].nextCode());
    await page.goto(`${bank.origin}/2fa/staff`);
    await page.getByLabel(say.staffList.findLabel).fill("alice");
    await person.submit(page, say.staffList.find);
    return page;
  };
  const unfold = (page: Page, label: string) =>
    page.locator("summary").getByText(label, { exact: true }).click();
  const { request, requestSubmit, approve, approveSubmit } = say.staffRecovery;

  const dave = await openDesk("dave");
  await unfold(dave, request);
  await dave.getByLabel(say.staffSubject.reason.label).fill("Called; answered the questions");
  await dave.getByLabel(say.staffRecovery.caseReference).fill("Case <77>");
  await person.submit(dave, requestSubmit);
  expect(await dave.getByRole("status").textContent()).toBe(
    say.staffSubject.done.recoveryRequested,
  );
  expect(await dave.getByText(approve, { exact: true }).count(), "dave approves himself").toBe(0);
  const asked = await bank.mailbox.nextMail(address, "recovery_requested");
  expect(asked.text).toContain("(case “Case <77>”)");

  const carol = await openDesk("carol");
  await unfold(carol, approve);
  await person.submit(carol, approveSubmit);
  const link = linkIn(await bank.mailbox.nextMail(address, "recovery_approved"));
  const ticket = new URL(link).searchParams.get("ticket") ?? "";
  expect(ticket.length).toBeGreaterThan(40);
  await dave.reload();
  const seen = await Promise.all(seenByStaff);
  expect(seen.filter((body) => body.includes("Case &lt;77&gt;")).length, "read").toBeGreaterThan(2);
  expect(seen.join().includes(ticket), "support was shown the ticket").toBe(false);

  const page = await openBrowser();
  await person.signIn(page, bank.origin, "alice");
  expect(await person.heading(page)).toBe(say.challenge.heading);
  await page.goto(link);
  await person.submit(page, say.recovery.continueSubmit);
  expect(await person.heading(page)).toBe(say.recovery.completedHeading);
  await bank.mailbox.nextMail(address, "recovery_completed");
  const told = await bank.mailbox.nextMail(addressOf("dave"));
  expect(told.text).toContain("that you opened was completed");
  expect(told.text).not.toContain("ticket=");

  await person.follow(page, say.recovery.signIn);
  await person.submit(page, "Sign in again");
  await person.signIn(page, bank.origin, "alice");
  await enrollAnew(page);
  expect(complaints()).toEqual([]);
});

test("an authenticator that somebody else added is undone from the mail", async () => {
  const thief = await openBrowser();
  await person.signIn(thief, bank.origin, "bob");
  await person.follow(thief, "Second factor");
  const keyUri = await person.beginEnrollment(thief, "Thief's <phone>");
  await person.confirm(thief, await oathtoolCode(keyUri, bank.ahead()));
  await person.keepRecoveryCodes(thief);

  const mail = await bank.mailbox.nextMail(addressOf("bob"), "authenticator_added");
  expect(mail.text).toContain("“Thief's <phone>”");
  const owner = await openBrowser();
  await owner.goto(linkIn(mail));
  expect(await person.heading(owner)).toBe(say.undo.heading);
  await thief.goto(`${bank.origin}/account`);
  expect(await person.heading(thief), "after the link was opened").toBe("Account");
  await person.submit(owner, say.undo.submit);
  expect(await person.heading(owner)).toBe(say.undone.heading);
  await bank.mailbox.nextMail(addressOf("bob"), "authenticator_undone");

  await thief.goto(`${bank.origin}/account`);
  expect(await person.heading(thief), "the thief is still inside").not.toBe("Account");
  await person.follow(owner, say.undone.signIn);
  await person.signIn(owner, bank.origin, "bob");
  await enrollAnew(owner);
  expect(complaints()).toEqual([]);
});

test("a trusted browser is asked for nothing at sign-in, for a code where it counts, and until it is removed", async () => {
  const phone = await bank.enroll("alice");
  const page = await openBrowser();
  await person.signIn(page, bank.origin, "alice");
  await page.getByLabel(say.browsers.trust(14)).check();
  await person.verify(page, phone.nextCode());
  expect(await person.heading(page)).toBe("Account");
  const { text } = await bank.mailbox.nextMail(addressOf("alice"), "browser_trusted");
  const [, name = ""] = /^The browser “(.+)” is trusted/.exec(text) ?? [];
  expect(name).toMatch(/ on Linux$/);

  bank.advance({ seconds: 13 * 86_400 });
  await person.signOut(page, bank.origin);
  await person.signIn(page, bank.origin, "alice");
  expect(await person.heading(page), "at sign-in, after 13 days").toBe("Account");
  await person.transfer(page, "25.00");
  expect(await person.heading(page), "for a transfer").toBe(say.challenge.heading);
  await person.verify(page, phone.nextCode());

  await page.goto(`${bank.origin}/2fa/manage`);
  await page.getByLabel(say.browsers.removeNamed(name)).click();
  await person.submit(page, say.browsers.removeSubmit);
  expect(await page.getByRole("heading", { name: say.browsers.heading }).count()).toBe(0);
  await person.signOut(page, bank.origin);
  await person.signIn(page, bank.origin, "alice");
  expect(await person.heading(page), "after it was removed").toBe(say.challenge.heading);
  expect(complaints()).toEqual([]);
});
