import { describe, expect, it } from "vitest";
import type { RouteReply } from "../../src/http/index.js";
import { codeOf } from "../app/in-process-app.js";
import { type Browser, browserOf, knownBrowser, recordOf, setCookies } from "./browser-bed.js";

const wrong = "000000";

async function guess(browser: Browser, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let tries = 0; tries < times; tries += 1)
    statuses.push((await browser.verify(wrong)).status);
  return statuses;
}

const remaining = (reply: RouteReply): unknown => JSON.parse(reply.body).attemptsRemaining;

describe("a browser that verified before", () => {
  it("gets one cookie that no script and no other site can use, and keeps it", async () => {
    const { app, alice, browser, verified } = await knownBrowser();
    const [field, ...more] = setCookies(verified.headers);
    expect(more).toEqual([]);
    const [pair = "", ...attributes] = field!.split("; ");
    expect(pair).toMatch(/^__Host-second-factor-browser=[\w-]+$/);
    expect(attributes).toEqual([
      "Path=/",
      "HttpOnly",
      "SameSite=Lax",
      "Secure",
      "Max-Age=15552000",
    ]);
    const again = await browser.verify(app.code(alice.secret));
    expect([again.status, setCookies(again.headers)]).toEqual([200, []]);
    app.advance(100 * 86_400);
    browser.signIn();
    const renewed = await browser.verify(app.code(alice.secret));
    expect(setCookies(renewed.headers), "past half of its life it is set anew").toHaveLength(1);
    expect((await recordOf(app)).browsers, "none of it is stored").toEqual([]);
  });

  it("has no prefix over plain HTTP, where browsers would drop it", async () => {
    const { app, alice } = await knownBrowser();
    const reply = await app
      .signIn("alice")
      .send("POST", "/verify", { json: { otp: app.code(alice.secret) }, secure: false });
    const [field = ""] = setCookies(reply.headers);
    expect(field).toMatch(
      /^second-factor-browser=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age/,
    );
  });

  it("goes on with single codes when somebody elsewhere spent the account's", async () => {
    const { app, alice, browser } = await knownBrowser();
    for (let burst = 0; burst < 6; burst += 1) {
      await guess(browserOf(app), 5);
      app.advance(900);
    }
    browser.signIn();
    const stranger = browserOf(app);
    expect(codeOf(await stranger.verify(app.code(alice.secret)))).toBe("too_many_attempts");
    expect((await browser.verify(app.code(alice.secret))).status).toBe(200);
    expect((await recordOf(app)).failures.count).toBe(30);
  });

  it("counts what fails in it in a row of its own, and spends nothing of the account's", async () => {
    const { app, browser } = await knownBrowser();
    expect(remaining(await browser.verify(wrong))).toBe(4);
    expect(remaining(await browserOf(app).verify(wrong))).toBe(4);
    const { failures, browsers } = await recordOf(app);
    expect(failures.count).toBe(1);
    expect(browsers).toMatchObject([{ trustedUntil: 0, digest: "", failures: { count: 1 } }]);
  });

  it("has no more guesses in 30 days than an account, and longer forms after them", async () => {
    const { app, alice, browser } = await knownBrowser();
    const statuses: number[] = [];
    for (let burst = 0; burst < 8; burst += 1) {
      browser.signIn();
      statuses.push(...(await guess(browser, 6)));
      app.advance(900);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    browser.signIn();
    const refused = await browser.verify(app.code(alice.secret));
    expect(JSON.parse(refused.body)).toMatchObject({ code: "too_many_attempts", codesNeeded: 2 });
    app.advance(30);
    const pair = `${app.code(alice.secret, -1)} ${app.code(alice.secret)}`;
    expect((await browser.verify(pair)).status).toBe(200);
    browser.signIn();
    app.advance(60);
    const after = await browser.verify(app.code(alice.secret));
    expect(codeOf(after), "success gives nothing back").toBe("too_many_attempts");
    const elsewhere = browserOf(app);
    expect((await elsewhere.verify(app.code(alice.secret))).status).toBe(200);
  });

  it("closes with the account after a hundred failures in a row", async () => {
    const { app, alice, browser } = await knownBrowser();
    const records = app.records.forNamespace("default");
    for (let index = 0; index < 100; index += 1) {
      await records.countFailure("alice", app.now(), 30 * 86_400);
    }
    browser.signIn();
    const refused = await browser.verify(app.code(alice.secret));
    expect(JSON.parse(refused.body)).toMatchObject({ code: "too_many_attempts", codesNeeded: 2 });
  });

  it("is unknown after a new epoch, and known again by its next verification", async () => {
    const { app, alice, browser } = await knownBrowser();
    await app.engine.credentialsChanged("alice");
    browser.signIn();
    await browser.verify(wrong);
    expect((await recordOf(app)).failures.count).toBe(1);
    const reply = await browser.verify(app.code(alice.secret));
    expect(setCookies(reply.headers)).toHaveLength(1);
  });

  it("is unknown with the cookie of another account, a damaged one, two, or one half a year old", async () => {
    const { app, alice, browser } = await knownBrowser();
    await app.enrolled("mallory");
    const mallory = browserOf(app, "mallory", browser.jar.cookie);
    await mallory.verify(wrong);
    expect((await recordOf(app, "mallory")).failures.count).toBe(1);
    for (const cookie of [
      `${browser.jar.cookie.slice(0, -2)}AA`,
      "x".repeat(5000),
      "",
      `${browser.jar.cookie}; __Host-second-factor-browser=${browser.jar.cookie}`,
    ]) {
      const before = (await recordOf(app)).failures.count;
      await browserOf(app, "alice", cookie).verify(wrong);
      expect((await recordOf(app)).failures.count, cookie.slice(0, 20)).toBe(before + 1);
    }
    app.advance(180 * 86_400);
    browser.signIn();
    await browser.verify(wrong);
    expect((await recordOf(app)).failures.count).toBe(1);
    expect((await recordOf(app)).browsers).toEqual([]);
    expect((await browser.verify(app.code(alice.secret))).status).toBe(200);
  });

  it("is unknown to a request that brings a token", async () => {
    const { app, browser } = await knownBrowser();
    browser.signIn({ id: "alice", name: "alice", tokenId: "t1", authenticatedAt: app.now() });
    await browser.verify(wrong);
    expect((await recordOf(app)).failures.count).toBe(1);
  });

  it("counts in the account's row where the account has as many rows as it may have", async () => {
    const { app, browser } = await knownBrowser();
    const { epoch } = await recordOf(app);
    const records = app.records.forNamespace("default");
    const row = {
      name: "",
      createdAt: 1,
      lastSeenAt: 1,
      trustedUntil: 0,
      digest: "",
      rotatedAt: 0,
    };
    const failures = { since: 0, count: 0 };
    for (let index = 0; index < 20; index += 1) {
      const other = { ...row, id: `other-${index}`, epoch, failures };
      await records.countBrowserFailure("alice", other, app.now(), 30 * 86_400, 20);
    }
    await browser.verify(wrong);
    const full = await recordOf(app);
    expect(full.failures.count, "no row is dropped for it").toBe(1);
    expect(full.browsers.map(({ failures: { count } }) => count)).toEqual(new Array(20).fill(1));
  });

  it("takes rows away with the next success once they bound nothing any more", async () => {
    const { app, alice, browser } = await knownBrowser();
    await browser.verify(wrong);
    expect((await recordOf(app)).browsers).toHaveLength(1);
    app.advance(31 * 86_400);
    browser.signIn();
    const reply = await browser.verify(app.code(alice.secret));
    expect([reply.status, setCookies(reply.headers)], "its cookie is still good").toEqual([
      200,
      [],
    ]);
    expect((await recordOf(app)).browsers).toEqual([]);
  });

  it("shows the challenge of its own budget", async () => {
    const { app, browser } = await knownBrowser({
      pages: { render: (page) => JSON.stringify(page), stylesheet: "", script: "" },
    });
    await guess(browserOf(app), 6);
    const shown = async (one: Browser): Promise<number> =>
      JSON.parse((await one.send("GET", "/challenge")).body).codesNeeded;
    expect(await shown(browser)).toBe(1);
    expect(await shown(browserOf(app))).toBe(2);
  });

  it("is nothing where the host turned it off", async () => {
    const { app, browser, verified } = await knownBrowser({ browsers: { known: false } });
    expect(setCookies(verified.headers)).toEqual([]);
    await browser.verify(wrong);
    expect((await recordOf(app)).failures.count).toBe(1);
  });

  it("is a browser that redeemed a recovery code, too", async () => {
    const { app, alice } = await knownBrowser();
    const browser = browserOf(app);
    const json = { recoveryCode: alice.recoveryCodes[0] };
    const reply = await browser.send("POST", "/recovery-codes/redeem", json);
    expect([reply.status, setCookies(reply.headers).length]).toEqual([200, 1]);
    await browser.verify(wrong);
    expect((await recordOf(app)).failures.count).toBe(0);
  });
});
