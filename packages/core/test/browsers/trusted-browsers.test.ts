import { describe, expect, it } from "vitest";
import { codeOf } from "../app/in-process-app.js";
import { browserOf, recordOf, status, trustedBrowser } from "./browser-bed.js";

const day = 86_400;

describe("the trusted browsers of an account", () => {
  it("are listed for whoever is in, and removed by them at once", async () => {
    const { app, alice, browser } = await trustedBrowser();
    const second = browserOf(app);
    await second.verify(app.code(alice.secret), { trustBrowser: true });
    const stranger = browserOf(app);
    await stranger.passes();
    expect((await status(stranger)).browsers, "not for the password alone").toEqual([]);
    browser.signIn();
    await browser.passes();
    const listed = (await status(browser)).browsers;
    expect(listed.map(({ name, current }) => [name, current])).toEqual([
      ["Firefox on Linux", true],
      ["Firefox on Linux", false],
    ]);
    const other = listed[1]!;
    const refused = await stranger.send("DELETE", `/browsers/${other.id}`);
    expect([refused.status, codeOf(refused)]).toEqual([403, "second_factor_required"]);
    expect((await browser.send("DELETE", `/browsers/${other.id}`)).status).toBe(204);
    const twice = await browser.send("POST", `/browsers/${other.id}/remove`, {});
    expect([twice.status, codeOf(twice)]).toEqual([404, "browser_not_found"]);
    expect(codeOf(await browser.send("DELETE", "/browsers/all"))).toBe("browser_not_found");
    second.signIn();
    expect(await second.passes()).toBe(false);
    expect(await browser.passes()).toBe(true);
    expect((await browser.send("POST", "/browsers/remove", {})).status).toBe(204);
    expect(await browser.passes(), "the session that it opened too").toBe(false);
    expect(app.notices.filter(({ kind }) => kind === "browsers_removed")).toHaveLength(2);
  });

  it("give no guesses back where they are removed", async () => {
    const { app, browser } = await trustedBrowser();
    browser.signIn();
    await browser.passes();
    for (let tries = 0; tries < 4; tries += 1) await browser.verify("000000");
    const before = await recordOf(app);
    expect(before.browsers).toMatchObject([{ failures: { count: 4 } }]);
    await browser.send("POST", "/browsers/remove", {});
    browser.signIn();
    await browser.verify("000000");
    const { failures, browsers } = await recordOf(app);
    expect([failures.count, browsers]).toEqual([1, []]);
  });

  it("keep their id and their failures when they are trusted anew", async () => {
    const { app, alice, browser } = await trustedBrowser();
    await browser.verify("000000");
    const [before] = (await recordOf(app)).browsers;
    app.advance(15 * day);
    browser.signIn();
    await browser.verify(app.code(alice.secret), { trustBrowser: true });
    const { browsers } = await recordOf(app);
    expect(browsers).toMatchObject([
      { id: before!.id, createdAt: before!.createdAt, failures: { count: 1 } },
    ]);
    browser.signIn();
    expect(await browser.passes()).toBe(true);
  });

  it("are twenty at most; the one seen longest ago makes room", async () => {
    const { app, alice, browser } = await trustedBrowser();
    for (let index = 0; index < 25; index += 1) {
      app.advance(30);
      await browserOf(app).verify(app.code(alice.secret), { trustBrowser: true });
    }
    expect((await recordOf(app)).browsers).toHaveLength(20);
    browser.signIn();
    expect(await browser.passes()).toBe(false);
  });
});
