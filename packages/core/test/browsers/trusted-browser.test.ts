import { describe, expect, it } from "vitest";
import { memoryRecords } from "../../src/index.js";
import type { SessionSlot } from "../../src/step-up/session-slot.js";
import type { RecordsStore } from "../../src/stores/index.js";
import { Unavailable } from "../../src/unavailable.js";
import { codeOf } from "../app/in-process-app.js";
import {
  type Browser,
  browserOf,
  knownBrowser,
  recordOf,
  setCookies,
  status,
  trustedBrowser,
  trusting,
} from "./browser-bed.js";

const day = 86_400;

const typesOf = (events: readonly { type: string }[]): string[] =>
  events.map(({ type }) => type).filter((type) => type.startsWith("browser"));

const marked = (browser: Browser) => (browser.session.state.slot as SessionSlot).mark;

describe("a trusted browser", () => {
  it("is not trusted before the host says so", async () => {
    const { app, browser, verified } = await knownBrowser({}, { trustBrowser: true });
    expect(JSON.parse(verified.body)).not.toHaveProperty("trustedUntil");
    browser.signIn();
    expect(await browser.passes()).toBe(false);
    expect((await recordOf(app)).browsers).toEqual([]);
  });

  it("is not trusted unless its owner says so, nor by a recovery code", async () => {
    const { app, alice, browser } = await knownBrowser(trusting);
    browser.signIn();
    expect(await browser.passes()).toBe(false);
    const json = { recoveryCode: alice.recoveryCodes[0], trustBrowser: true };
    expect((await browser.send("POST", "/recovery-codes/redeem", json)).status).toBe(200);
    browser.signIn();
    expect(await browser.passes()).toBe(false);
    expect((await recordOf(app)).browsers).toEqual([]);
    const odd = await browser.verify(app.code(alice.secret), { trustBrowser: "maybe" });
    expect([odd.status, codeOf(odd)]).toEqual([400, "wrong_type"]);
  });

  it("is not asked at its next sign-ins until its time is over", async () => {
    const { app, browser, verified } = await trustedBrowser();
    const until = new Date(app.now() - 30_000 + 14 * day * 1000).toISOString();
    expect(JSON.parse(verified.body).trustedUntil).toBe(until);
    expect(app.notices.at(-1)).toMatchObject({
      kind: "browser_trusted",
      browserName: "Firefox on Linux",
    });
    for (let today = 0; today < 13; today += 1) {
      app.advance(day);
      browser.signIn();
      expect(await browser.passes(), `day ${today + 1}`).toBe(true);
      expect(await browser.passes(), "and on").toBe(true);
    }
    expect((await status(browser)).amr).toEqual(["remembered"]);
    app.advance(day);
    expect(await browser.passes(), "nor the session it opened").toBe(false);
    browser.signIn();
    expect(await browser.passes()).toBe(false);
    expect(typesOf(app.events)).toEqual([
      "browser.trusted",
      ...new Array(13).fill("browser.remembered"),
    ]);
  });

  it("gets a new value and the session a new id with each use, exactly once", async () => {
    const { browser } = await trustedBrowser();
    browser.signIn();
    const before = browser.jar.cookie;
    const copies = Array.from({ length: 20 }, () => browser.copy());
    const passed = await Promise.all(copies.map((copy) => copy.passes()));
    expect(passed.filter(Boolean)).toHaveLength(1);
    const winner = copies[passed.indexOf(true)]!;
    expect(winner.jar.cookie).not.toBe(before);
    expect(winner.session.state.rotations).toBe(1);
    expect(marked(winner)?.amr).toEqual(["remembered"]);
    expect(await winner.passes(), "the others took nothing away").toBe(true);
  });

  it("does not use up what it does not need", async () => {
    const { app, browser } = await trustedBrowser();
    const before = browser.jar.cookie;
    app.advance(10);
    expect(await browser.passes()).toBe(true);
    expect(browser.jar.cookie).toBe(before);
    expect(typesOf(app.events)).toEqual(["browser.trusted"]);
  });

  it("is never enough for a sensitive route or a change of authenticators", async () => {
    const { app, alice, browser } = await trustedBrowser();
    browser.signIn();
    expect(await browser.passes()).toBe(true);
    const step = await browser.session.require();
    expect(step).toMatchObject({ pass: false, reply: { status: 403 } });
    for (const [method, path] of [
      ["POST", "/totp/enrollments"],
      ["POST", "/recovery-codes"],
      ["DELETE", `/authenticators/${alice.authenticatorId}`],
    ] as const) {
      const reply = await browser.send(method, path, {});
      expect([path, codeOf(reply)]).toEqual([path, "second_factor_required"]);
    }
    expect((await browser.verify(app.code(alice.secret))).status).toBe(200);
    expect(await browser.session.require()).toMatchObject({ pass: true });
  });

  it("loses its trust, and all that it opened, when an old value of its cookie comes", async () => {
    const { app, browser } = await trustedBrowser();
    const thief = browser.copy();
    thief.signIn();
    expect(await thief.passes()).toBe(true);
    app.advance(10);
    browser.signIn();
    expect(await browser.passes(), "within ten seconds it may be a request beside it").toBe(false);
    expect(await thief.passes()).toBe(true);
    app.advance(1);
    expect(await browser.passes()).toBe(false);
    expect(await thief.passes(), "the thief's session is out").toBe(false);
    thief.signIn();
    expect(await thief.passes(), "and the thief's cookie is nothing").toBe(false);
    expect((await recordOf(app)).browsers).toEqual([]);
    expect(typesOf(app.events)).toEqual([
      "browser.trusted",
      "browser.remembered",
      "browser.replayed",
    ]);
    expect(app.notices.at(-1)).toMatchObject({
      kind: "browser_replayed",
      browserName: "Firefox on Linux",
    });
  });

  it("ends with everything that changes the account's epoch", async () => {
    for (const change of ["password", "reset", "codes"] as const) {
      const { app, alice, browser } = await trustedBrowser();
      if (change === "password") await app.engine.credentialsChanged("alice");
      if (change === "reset") await app.engine.reset("alice");
      if (change === "codes") {
        const other = browserOf(app);
        await other.verify(app.code(alice.secret));
        expect((await other.send("POST", "/recovery-codes", {})).status).toBe(200);
      }
      browser.signIn();
      expect(await browser.passes(), change).toBe(false);
      expect(typesOf(app.events)).toEqual(["browser.trusted"]);
    }
  });

  it("opens no session that signed in before the epoch changed", async () => {
    const { app, alice, browser } = await trustedBrowser();
    const thief = browserOf(app);
    expect(await thief.passes()).toBe(false);
    await app.engine.credentialsChanged("alice");
    browser.signIn();
    await browser.verify(app.code(alice.secret), { trustBrowser: true });
    thief.jar.cookie = browser.jar.cookie;
    expect(await thief.passes()).toBe(false);
    thief.signIn();
    expect(await thief.passes(), "the password of now is another matter").toBe(true);
  });

  it("is nothing in another account, and beside a token", async () => {
    const { app, browser } = await trustedBrowser();
    await app.enrolled("mallory");
    expect(await browserOf(app, "mallory", browser.jar.cookie).passes()).toBe(false);
    browser.signIn({ id: "alice", name: "alice", tokenId: "t1", authenticatedAt: app.now() });
    expect(await browser.passes()).toBe(false);
    browser.signIn();
    expect(await browser.passes()).toBe(true);
  });

  it("costs the trust and not the verification where the store fails", async () => {
    const store = memoryRecords();
    const failing: RecordsStore = {
      durability: "process",
      forNamespace: (namespace) => ({
        ...store.forNamespace(namespace),
        keepBrowser: () => Promise.reject(new Unavailable("store_unavailable")),
      }),
    };
    const { browser, verified } = await trustedBrowser({ records: failing });
    expect(verified.status).toBe(200);
    expect(JSON.parse(verified.body)).not.toHaveProperty("trustedUntil");
    expect(setCookies(verified.headers), "it is known all the same").toHaveLength(1);
    expect(await browser.passes()).toBe(true);
    browser.signIn();
    expect(await browser.passes()).toBe(false);
  });
});
