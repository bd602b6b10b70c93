import { keyRing, memoryRecords } from "@second-factor/core";
import { manualClock } from "@second-factor/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Client, createClient, type Reply } from "../testbed/client/client.js";
import { createWire, type Wire } from "../testbed/client/wire.js";
import { enroll } from "./enroll.js";
import { type AppName, appNames, type ExampleApp, startApp } from "./example-app.js";

const asPerson = { accept: "text/html,*/*;q=0.8" };
const login = { username: "alice", password: "alice-password" };
const sessionsAreCookies = (name: AppName) => name === "hono-workers";
const where = ({ status, headers }: Reply) => [status, headers.location];
/** The bank's own refusals are no problem documents. */
const bankCode = (reply: Reply) => [reply.status, reply.json<{ code: string }>().code];

describe.each(appNames)("the %s example", (name) => {
  const clock = manualClock();
  let bank: ExampleApp;
  let wire: Wire;
  let client: Client;
  const newClient = () => createClient({ wire, clock, basePath: "/2fa" });

  beforeEach(async () => {
    const keys = keyRing("k1:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps=");
    bank = await startApp(name, { clock, keys, records: memoryRecords() });
    wire = createWire(bank.port);
    client = newClient();
  });
  afterEach(async () => {
    wire.close();
    await bank.stop();
  });

  test("tells programs and people who is signed in", async () => {
    expect((await client.request("GET", "/")).json()).toMatchObject({ signedIn: null });
    expect(bankCode(await client.request("GET", "/account"))).toEqual([401, "sign_in_required"]);
    const sent = await client.request("GET", "/account", { headers: asPerson });
    expect(where(sent)).toEqual([303, "/?return_to=%2Faccount"]);

    for (const json of [{ ...login, password: "nope" }, { username: ["alice"] }, {}]) {
      const refused = await client.request("POST", "/login", { json });
      expect(bankCode(refused)).toEqual([401, "wrong_password"]);
    }
    expect((await client.login("alice")).json()).toMatchObject({ user: { id: "alice" } });
    expect((await client.request("GET", "/account")).json()).toMatchObject({ user: "alice" });
  });

  test("sends people on after signing in, and only within the bank", async () => {
    for (const [returnTo, next] of [
      ["", "/account"],
      ["/2fa/manage?a=b", "/2fa/manage?a=b"],
      ["//evil.example/", "/account"],
      ["/\\evil.example/", "/account"],
      ["/..//evil.example/", "/account"],
      ["https://evil.example/", "/account"],
    ] as const) {
      const form = { ...login, return_to: returnTo };
      const sent = await newClient().request("POST", "/login", { form, headers: asPerson });
      expect(where(sent)).toEqual([303, next]);
    }
  });

  const signedInAs = async (one: Client) =>
    (await one.request("GET", "/")).json<{ signedIn: string | null }>().signedIn;

  test("gives a sign-in a session of its own, and ends it", async () => {
    await client.login("bob");
    const earlier = client.clone();
    await client.login("alice");
    await enroll(client, clock);
    const later = client.clone();
    expect((await client.request("POST", "/logout")).status).toBe(200);
    expect(await signedInAs(client)).toBeNull();

    // A copy of a signed cookie is worth what the cookie was, but never a second factor.
    const copies = sessionsAreCookies(name) ? ["bob", "alice"] : [null, null];
    expect([await signedInAs(earlier), await signedInAs(later)]).toEqual(copies);
    const code = sessionsAreCookies(name) ? "second_factor_required" : "sign_in_required";
    const account = await later.request("GET", "/account");
    expect(account.json<{ code: string }>().code, "a copy of what was signed out").toBe(code);
  });

  test("refuses the forms of other sites", async () => {
    await client.login("alice");
    await enroll(client, clock);
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": undefined, origin: "https://evil.example" },
      { "sec-fetch-site": undefined, origin: "null" },
    ]) {
      for (const path of ["/login", "/logout", "/transfer"]) {
        const form = { ...login, to: "bob", amount: "1" };
        const refused = await client.request("POST", path, { form, headers });
        expect(bankCode(refused)).toEqual([403, "cross_site"]);
      }
    }
    const headers = { "sec-fetch-site": undefined, origin: bank.origin };
    const form = { to: "bob", amount: "1" };
    expect((await client.request("POST", "/transfer", { form, headers })).status).toBe(200);
  });

  test("wants a code that is at most five minutes old for a transfer", async () => {
    await client.login("alice");
    const transfer = () => client.request("POST", "/transfer", { json: { to: "bob", amount: 25 } });
    expect((await transfer()).code).toBe("enrollment_required");
    const { phone } = await enroll(client, clock);
    expect((await transfer()).json()).toEqual({ to: "bob", amount: 25, balance: 124_975 });

    clock.advance({ seconds: 300 });
    expect((await transfer()).status).toBe(200);
    clock.advance({ seconds: 1 });
    expect((await transfer()).code).toBe("second_factor_required");
    const page = { ...asPerson, referer: `${bank.origin}/account` };
    const form = { to: "bob", amount: "25" };
    const stopped = await client.request("POST", "/transfer", { form, headers: page });
    expect(stopped.status).toBe(403);
    expect((await client.request("GET", "/account")).status).toBe(200);
    const ticket = /name="ticket" value="([^"]+)"/.exec(stopped.text)?.[1] ?? "";
    const answer = { form: { otp: phone.code(), ticket }, headers: page };
    const { text } = await client.request("POST", "/2fa/resume", answer);
    expect(text).toContain('<form method="post" action="/transfer"');
    for (const [name, value] of Object.entries(form)) {
      expect(text).toContain(`<input type="hidden" name="${name}" value="${value}">`);
    }
    const sent = await client.request("POST", "/transfer", { form, headers: page });
    expect(where(sent)).toEqual([303, "/account"]);
    expect((await transfer()).json()).toMatchObject({ balance: 124_900 });

    for (const json of [
      { to: "bob", amount: 0 },
      { to: "", amount: 1 },
      { to: "bob", amount: -1 },
    ]) {
      const refused = await client.request("POST", "/transfer", { json });
      expect(bankCode(refused)).toEqual([400, "transfer_refused"]);
    }
  });

  test("lets administrators in, with their second factor", async () => {
    expect((await client.request("GET", "/admin")).code).toBe("sign_in_required");
    await client.login("alice");
    expect(bankCode(await client.request("GET", "/admin"))).toEqual([403, "admins_only"]);

    const carol = newClient();
    await carol.login("carol");
    for (const path of ["/account", "/admin"]) {
      expect((await carol.request("GET", path)).code).toBe("enrollment_required");
    }
    await enroll(carol, clock);
    const { accounts } = (await carol.request("GET", "/admin")).json<{ accounts: unknown[] }>();
    expect(accounts).toHaveLength(4);
  });

  test("shows administrators the accounts and the alarms, and support the accounts alone", async () => {
    const [alice, carol, dave] = [client, newClient(), newClient()];
    for (const [one, user] of [
      [alice, "alice"],
      [carol, "carol"],
      [dave, "dave"],
    ] as const) {
      await one.login(user);
      await enroll(one, clock);
    }
    expect((await alice.request("GET", "/2fa/staff")).code).toBe("staff_only");
    expect((await dave.request("GET", "/2fa/staff/security")).code).toBe("staff_only");
    for (const one of [carol, dave]) {
      const { text } = await one.request("GET", "/2fa/staff", { headers: asPerson });
      expect(text).toContain("<bdi>alice</bdi>");
    }
    const alarms = await carol.request("GET", "/2fa/staff/security", { headers: asPerson });
    expect(alarms.status).toBe(200);
    expect(alarms.text, "what happened just now").toContain("<code>enrollment.confirmed</code>");

    const json = { subjectId: "alice", reason: "ticket 815" };
    expect((await carol.request("POST", "/2fa/staff/reset", { json })).status).toBe(200);
    expect((await alice.request("GET", "/account")).code).toBe("enrollment_required");
  });
});
