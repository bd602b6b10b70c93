import { describe, expect, it } from "vitest";
import type { Sending } from "../app/in-process-app.js";
import {
  actingApp,
  asBrowser,
  form,
  interrupted,
  pageOf,
  refusalOf,
  transfer,
} from "./acting-app.js";

const encoded = new TextEncoder();
const typed = { "content-type": "application/x-www-form-urlencoded" };

describe("a form that was stopped", () => {
  it("is answered by the challenge itself, and goes on after the code with the same fields", async () => {
    const { app, session, secret, reply, ticket } = await interrupted();
    expect(reply.status).toBe(403);
    expect(pageOf(reply.body)).toMatchObject({
      page: "challenge",
      frame: { returnTo: "/form?draft=1" },
      resume: { confirms: null },
    });
    expect(reply.body, "sealed, not shown").not.toContain("token-of-the-host");

    const resumed = await app.resume(session, { otp: app.code(secret), ticket });
    expect(resumed.status).toBe(200);
    expect(pageOf(resumed.body)).toMatchObject({
      page: "continue",
      again: { path: "/transfer", fields: Object.entries(form) },
    });
    expect(resumed.body, "none of our fields").not.toContain("form_token");
    const again = { form: Object.fromEntries(pageOf(resumed.body).again?.fields ?? []) };
    expect(await app.act(session, { maxAgeSeconds: 300 }, again)).toMatchObject({ pass: true });
  });

  it("keeps order, repetitions and every character, and the path with its query", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    app.advance(301);
    const fields = [
      ["b", "1"],
      ["a", "2"],
      ["b", "3"],
      ["tags[]", ""],
      ["日本", "𝒳 \u00a0<b>\"'&amp;"],
    ];
    const body = encoded.encode(new URLSearchParams(fields).toString());
    const headers = { ...asBrowser, ...typed };
    const at = ["POST", "/orders/7%2F8?to=b%20c&x"] as const;
    const stopped = await app.act(session, { maxAgeSeconds: 300 }, { body, headers }, at);
    const page = stopped.pass ? "" : stopped.reply.body;
    const ticket = pageOf(page).resume?.ticket ?? "";
    const resumed = await app.resume(session, { otp: app.code(secret), ticket });
    expect(pageOf(resumed.body).again).toEqual({ path: at[1], fields });
  });

  it("waits through wrong codes, malformed ones and a spent budget", async () => {
    const { app, session, secret, ticket } = await interrupted(transfer);
    for (const otp of ["000000", "0", "000000", "000000", "000000", "000000", "000000"]) {
      const again = await app.resume(session, { otp, ticket });
      expect(again.status).toBeGreaterThanOrEqual(400);
      expect(pageOf(again.body)).toMatchObject({
        page: "challenge",
        resume: { ticket, confirms: "transfer:42" },
      });
    }
    app.advance(60);
    const otp = `${app.code(secret, -1)} ${app.code(secret)}`;
    expect(pageOf((await app.resume(session, { otp, ticket })).body).page).toBe("continue");
    expect(await app.act(session, transfer)).toMatchObject({ pass: true });
  });

  it("goes on after a recovery code, and after the new set that follows the last one", async () => {
    const { app, session, recoveryCodes, ticket } = await interrupted(transfer);
    let next = ticket;
    for (const [index, recoveryCode] of recoveryCodes.entries()) {
      const page = pageOf((await app.resume(session, { recoveryCode, ticket: next })).body);
      const last = index === recoveryCodes.length - 1;
      expect(page.page).toBe(last ? "recovery-codes" : "continue");
      expect(page.again?.fields).toEqual(Object.entries(form));
      expect(await app.act(session, transfer)).toMatchObject({ pass: true });
      app.advance(400);
      next = pageOf((await app.sendForm(session, transfer, form)).body).resume?.ticket ?? "";
    }
  });

  it("is stopped by the guard as well", async () => {
    const app = actingApp();
    const { secret } = await app.enrolled("alice");
    app.advance(30);
    const session = app.signIn("alice");
    const headers = { ...asBrowser };
    const stopped = await app.engine.guard(session.request("POST", "/cart", { form, headers }));
    if (stopped.pass) throw new Error("It passed.");
    const ticket = pageOf(stopped.reply.body).resume?.ticket ?? "";
    const resumed = await app.resume(session, { otp: app.code(secret), ticket });
    expect(pageOf(resumed.body).again).toEqual({ path: "/cart", fields: Object.entries(form) });
    expect(await session.guard("/cart")).toMatchObject({ pass: true });
  });

  it("takes what the host parsed, where a form could have said it", async () => {
    const app = actingApp();
    const { session } = await app.enrolled("alice");
    app.advance(301);
    const stop = async (parsed: unknown) => {
      const headers = { ...asBrowser, ...typed };
      const result = await app.act(session, { maxAgeSeconds: 300 }, { parsed, headers });
      return result.pass ? 0 : result.reply.status;
    };
    expect(await stop({ to: "bob", tags: ["a", "b"] })).toBe(403);
    expect(await stop(Promise.resolve({ to: "bob" })), "as Hono tells it").toBe(403);
    const others = [{ to: { name: "bob" } }, { tags: ["a"] }, { tags: [] }, { amount: 25 }, {}];
    const large = { memo: "x".repeat(8200) };
    for (const parsed of [...others, large, undefined, null, "to=bob", encoded.encode("to=bob")]) {
      expect(await stop(parsed), JSON.stringify(parsed)).toBe(303);
    }
  });
});

const sent: Record<string, Sending> = {
  "another site's": { form, headers: { ...asBrowser, "sec-fetch-site": "cross-site" } },
  "a subdomain's": { form, headers: { ...asBrowser, "sec-fetch-site": "same-site" } },
  "another origin's": { form, headers: { accept: "text/html", origin: "https://evil.example" } },
  "one of no origin to speak of": { form, headers: { accept: "text/html", origin: "null" } },
  "one that does not say where it comes from": { form, headers: { accept: "text/html" } },
  "JSON, though a page is wanted": { json: form, headers: asBrowser },
  "one with a file": {
    body: encoded.encode("--x\r\n"),
    headers: { ...asBrowser, "content-type": "multipart/form-data; boundary=x" },
  },
  "one of more than 8 KB": { form: { memo: "x".repeat(8192) }, headers: asBrowser },
  "one that is no UTF-8": { body: encoded.encode("to=%ff"), headers: { ...asBrowser, ...typed } },
  "one of another character set": {
    body: encoded.encode("to=bob"),
    headers: { ...asBrowser, "content-type": `${typed["content-type"]}; charset=latin1` },
  },
};

describe("a form that is not continued", () => {
  it.each(Object.entries(sent))("is %s: it leads to the challenge, as ever", async (_, sending) => {
    const app = actingApp();
    const { session } = await app.enrolled("alice");
    app.advance(301);
    const stopped = await app.act(session, { maxAgeSeconds: 300 }, sending);
    expect(stopped).toMatchObject({ pass: false, reply: { status: 303, body: "" } });
    const reply = stopped.pass ? [] : stopped.reply.headers;
    expect(new Map(reply).get("Location")).toBe("/2fa/challenge");
  });

  it("is nothing of another site's, whatever action it was for", async () => {
    const app = actingApp();
    const { session } = await app.enrolled("alice");
    const foreign = await app.act(session, transfer, sent["another site's"]);
    expect(foreign).toMatchObject({ pass: false, reply: { status: 303, body: "" } });
  });

  it("can be sent again by hand where it was for an action: the code is for that", async () => {
    const app = actingApp();
    const { session, secret } = await app.enrolled("alice");
    const large = { memo: "x".repeat(8192) };
    const page = pageOf((await app.sendForm(session, transfer, large)).body);
    expect(page.resume?.confirms).toBe("transfer:42");
    app.advance(30);
    const ticket = page.resume?.ticket ?? "";
    const reply = await app.resume(session, { otp: app.code(secret), ticket });
    expect(reply.status).toBe(303);
    expect(reply.headers).toContainEqual(["Location", "/form?draft=1"]);
    expect(await app.act(session, transfer)).toMatchObject({ pass: true });
  });

  it("is a program's, or a token's: they get the problem", async () => {
    const app = actingApp();
    const { session } = await app.enrolled("alice");
    app.advance(301);
    const program = await app.act(session, { maxAgeSeconds: 300 }, { form });
    expect(refusalOf(program).code).toBe("second_factor_required");
    const token = { id: "alice", name: "alice", tokenId: "t", authenticatedAt: app.now() };
    const sending = { form, headers: asBrowser };
    expect(refusalOf(await app.act(app.session(token), transfer, sending))).toMatchObject({
      status: 401,
      action: "transfer:42",
    });
  });

  it("leads to the sign-in where a code would not be taken any more", async () => {
    const app = actingApp();
    const { session } = await app.enrolled("alice");
    await app.engine.credentialsChanged("alice");
    const reply = await app.sendForm(session, {}, form);
    expect([reply.status, new Map(reply.headers).get("Location")]).toEqual([
      303,
      "/2fa/challenge?return_to=%2Fform%3Fdraft%3D1",
    ]);
  });
});
