import { describe, expect, it } from "vitest";
import type { Page } from "../../src/http/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";
import { day, recoveringApp } from "./recovering-app.js";

const asPerson = { headers: { accept: "text/html" } };

/** Shows the page's model, so that what is on it can be read. */
const modelPages = {
  stylesheet: "",
  script: "",
  render: (page: Page) => JSON.stringify(page),
};
const pagesApp = () => recoveringApp({ pages: modelPages });
const shown = (reply: { body: string }) => JSON.parse(reply.body);
const pathOf = (url = "") => url.replace("https://app.example/2fa", "");

describe("the link that ends a recovery", () => {
  it("opens a page by GET and HEAD and changes nothing; its button ends it, also twice", async () => {
    const app = pagesApp();
    await app.enrolled("alice");
    await app.request(app.signIn("alice"));
    const path = pathOf(app.notices.at(-1)?.url);
    const reader = app.session(null);
    for (const method of ["GET", "HEAD", "GET"])
      expect((await reader.send(method, path)).status).toBe(200);
    expect((await app.recovery("alice"))?.state, "a scanner ends nothing").toBe("waiting");
    const page = shown(await reader.send("GET", path));
    expect(page).toMatchObject({ page: "recovery-link", leadsTo: "cancel" });
    expect(JSON.stringify(page), "nor does it say whose account it is").not.toContain("alice");

    const form = { ticket: page.ticket as string, form_token: "" };
    for (const _ of [1, 2]) {
      const ended = await reader.send("POST", "/recovery/cancel", { form, ...asPerson });
      expect([ended.status, shown(ended).done]).toEqual([200, "canceled"]);
    }
    expect(app.kinds().filter((kind) => kind === "recovery_canceled")).toHaveLength(1);
    expect(app.events.findLast(({ type }) => type === "recovery.canceled")).toMatchObject({
      subjectId: "alice",
      clientAddress: "192.0.2.1",
    });
    app.advance(day);
    expect(codeOf(await app.complete(app.signIn("alice")))).toBe("recovery_not_found");
  });

  it("ends neither the next one, nor what is over", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    await app.request(app.signIn("alice"));
    const first = app.ticket("recovery_requested");
    await app.cancel(first);
    await app.request(app.signIn("alice"));
    expect(codeOf(await app.cancel(first))).toBe("recovery_not_found");
    app.advance(day);
    await app.complete(app.signIn("alice"));
    const second = app.ticket("recovery_requested");
    expect(codeOf(await app.cancel(second)), "completed").toBe("recovery_not_found");
    app.advance(8 * day);
    expect(codeOf(await app.cancel(second)), "expired").toBe("ticket_invalid");
  });

  it("ends what support opened to its last minute, approved or not", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    const about = { by: "dave", reason: "phone lost", caseReference: "#1" };
    const opened = await app.engine.recovery.request("alice", about);
    if (opened.outcome !== "requested") throw new Error(opened.outcome);
    app.advance(3 * day - 1);
    await app.engine.recovery.approve("alice", opened.recovery.id, { by: "erin" });
    app.advance(3599);
    expect((await app.cancel(app.ticket("recovery_requested"))).status).toBe(204);
    expect(codeOf(await app.complete(app.signIn("alice"), app.ticket("recovery_approved")))).toBe(
      "ticket_invalid",
    );
  });

  it("is refused from another site, and where it is none", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    await app.request(app.signIn("alice"));
    const ticket = app.ticket("recovery_requested");
    const elsewhere = { json: { ticket }, headers: { "sec-fetch-site": "cross-site" } };
    const crossed = await app.session(null).send("POST", "/recovery/cancel", elsewhere);
    expect(codeOf(crossed)).toBe("cross_origin_refused");
    for (const text of ["", "x", `${ticket}A`, ticket.slice(1)])
      expect(codeOf(await app.cancel(text))).toBe("ticket_invalid");
    const bare = await app.session(null).send("POST", "/recovery/cancel", { json: {} });
    expect([bare.status, codeOf(bare)]).toEqual([404, "ticket_invalid"]);
    expect((await app.recovery("alice"))?.state).toBe("waiting");
  });
});

describe("the link of an approval", () => {
  it("asks for the sign-in, keeps the way back, and is good for its subject alone", async () => {
    const app = pagesApp();
    await app.enrolled("alice");
    await app.enrolled("bob");
    const ticket = await app.approved("alice");
    const path = `/recovery/continue?ticket=${ticket}`;
    const nobody = await app.session(null).send("GET", path, asPerson);
    const back = encodeURIComponent(`/2fa${path}`);
    expect(nobody.headers).toContainEqual(["Location", `/login?return_to=${back}`]);

    const bob = await app.signIn("bob").send("GET", path);
    expect([bob.status, codeOf(bob)]).toEqual([404, "ticket_invalid"]);
    const byBob = await app.complete(app.signIn("bob"), ticket);
    expect([byBob.status, codeOf(byBob)]).toEqual([404, "ticket_invalid"]);
    expect((await app.recovery("alice"))?.state).toBe("approved");

    const alice = app.signIn("alice");
    const page = shown(await alice.send("GET", path));
    expect(page).toMatchObject({ page: "recovery-link", leadsTo: "complete", ticket });
    const form = { ticket, form_token: page.frame.formToken as string };
    const done = shown(await alice.send("POST", "/recovery/complete", { form, ...asPerson }));
    expect(done).toMatchObject({ page: "recovery-done", done: "completed", signInPath: "/login" });
  });

  it("is no other kind of ticket", async () => {
    const app = recoveringApp();
    await app.enrolled("alice");
    const ticket = await app.approved("alice");
    expect(codeOf(await app.cancel(ticket))).toBe("ticket_invalid");
    const cancel = app.ticket("recovery_requested");
    expect(codeOf(await app.complete(app.signIn("alice"), cancel))).toBe("ticket_invalid");
  });

  it("can be guessed at no more often than an address may fail", async () => {
    const app = recoveringApp({ budgets: { address: { points: 5, durationSeconds: 900 } } });
    await app.enrolled("alice");
    const ticket = await app.approved("alice");
    const session = app.signIn("alice");
    for (let tries = 0; tries < 5; tries += 1)
      expect(codeOf(await app.complete(session, "guessed"))).toBe("ticket_invalid");
    const refused = await app.complete(session, ticket);
    expect([refused.status, codeOf(refused)]).toEqual([429, "too_many_attempts"]);
    app.advance(900);
    expect((await app.complete(app.signIn("alice"), ticket)).status).toBe(204);
  });
});

describe("the page of a recovery", () => {
  it("leads from asking through waiting to its end", async () => {
    const app = pagesApp();
    const { session } = await app.enrolled("alice");
    const lost = app.signIn("alice");
    const page = async (of: typeof lost) => shown(await of.send("GET", "/recovery"));
    expect(await page(lost)).toMatchObject({
      page: "recovery",
      recovery: null,
      waitMs: day * 1000,
      isSignInFresh: true,
    });
    const { formToken } = (await page(lost)).frame;
    const asked = await lost.send("POST", "/recovery", {
      form: { form_token: formToken },
      ...asPerson,
    });
    expect(shown(asked)).toMatchObject({ page: "recovery-done", done: "requested" });
    expect(await page(lost)).toMatchObject({
      recovery: { kind: "delayed" },
      isAvailable: false,
      cancelTicket: null,
    });
    expect((await page(session)).cancelTicket, "verified").toEqual(expect.any(String));
    const banner = shown(await session.send("GET", "/manage")).frame.recovery;
    expect(banner).toEqual({ kind: "delayed", availableAt: app.now() + day * 1000 });
    app.advance(day);
    expect(await page(lost)).toMatchObject({ isAvailable: true, isSignInFresh: false });
  });

  it("is not there where it could lead to nothing", async () => {
    const app = inProcessApp({ pages: modelPages });
    await app.enrolled("alice");
    const alice = app.signIn("alice");
    expect((await alice.send("GET", "/recovery")).status).toBe(404);
    expect(shown(await alice.send("GET", "/challenge")).mayRecover).toBe(false);
    const recovering = pagesApp();
    await recovering.enrolled("alice");
    const challenge = await recovering.signIn("alice").send("GET", "/challenge");
    expect(shown(challenge).mayRecover).toBe(true);
  });
});
