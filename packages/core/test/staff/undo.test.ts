import { describe, expect, it } from "vitest";
import { codeOf, inProcessApp } from "../app/in-process-app.js";
import { plainPages } from "./staffed-app.js";

const week = 7 * 86_400;

/** The link of the latest notice, below the base path. */
function linkOf(app: ReturnType<typeof inProcessApp>): { path: string; ticket: string } {
  const { url = "" } = app.notices.findLast(({ kind }) => kind === "authenticator_added") ?? {};
  const { origin, pathname, search, searchParams } = new URL(url);
  expect(origin).toBe("https://app.example");
  return {
    path: `${pathname.slice("/2fa".length)}${search}`,
    ticket: searchParams.get("ticket") ?? "",
  };
}

const withPages = () => inProcessApp({ pages: plainPages });
const asBrowser = { headers: { accept: "text/html" } };

async function withSecond(app: ReturnType<typeof inProcessApp>) {
  const first = await app.enrolled("alice");
  const begun = await first.session.send("POST", "/totp/enrollments", { json: { name: "Tablet" } });
  const { enrollmentId, secret } = JSON.parse(begun.body);
  const otp = app.code(secret.replaceAll(" ", ""));
  await first.session.send("POST", `/totp/enrollments/${enrollmentId}/confirm`, { json: { otp } });
  return { ...first, otherId: enrollmentId as string };
}

describe("an enrollment that its owner did not make", () => {
  it("is taken back by the link of its notice: with the only one everything goes", async () => {
    const app = withPages();
    const thief = await app.enrolled("alice");
    const { path, ticket } = linkOf(app);
    const nobody = app.session(null);
    const page = await nobody.send("GET", path, asBrowser);
    expect(JSON.parse(page.body)).toMatchObject({ page: "undo", last: true, ticket });
    expect(await thief.session.guard(), "looking changes nothing").toMatchObject({ pass: true });

    const undone = await nobody.send("POST", "/undo", { form: { ticket }, ...asBrowser });
    expect(JSON.parse(undone.body)).toMatchObject({ page: "undone", last: true });
    expect(await thief.session.guard()).toMatchObject({ pass: false });
    expect(await app.engine.describe("alice")).toMatchObject({
      authenticators: [],
      recoveryCodesRemaining: 0,
      mustEnroll: true,
    });
    expect(app.events.find(({ type }) => type === "authenticator.undone")).toMatchObject({
      subjectId: "alice",
      authenticatorId: thief.authenticatorId,
      last: true,
    });
    expect(app.notices.at(-1)).toMatchObject({ kind: "authenticator_undone", subjectId: "alice" });
    const signedIn = app.signIn("alice");
    expect(await signedIn.guard(), "nothing opens but an enrollment").toMatchObject({
      pass: false,
    });
    expect((await app.enrolled("alice")).recoveryCodes).toHaveLength(10);
  });

  it("leaves the others alone, and ends every session that was verified", async () => {
    const app = inProcessApp();
    const { session, secret, authenticatorId } = await withSecond(app);
    const { ticket } = linkOf(app);
    const reply = await app.session(null).send("POST", "/undo", { json: { ticket } });
    expect(JSON.parse(reply.body)).toEqual({ last: false });
    expect(await app.engine.describe("alice")).toMatchObject({
      authenticators: [{ id: authenticatorId }],
      recoveryCodesRemaining: 10,
      mustEnroll: false,
    });
    expect(await session.guard()).toMatchObject({ pass: false });
    app.advance(30);
    const owner = app.signIn("alice");
    const verified = await owner.send("POST", "/verify", { json: { otp: app.code(secret) } });
    expect(verified.status).toBe(200);
  });

  it("is taken back once, for seven days, and by no other ticket", async () => {
    const app = inProcessApp({ signInMaxAgeSeconds: 900 });
    await app.enrolled("alice");
    const { ticket } = linkOf(app);
    const post = (sent: unknown) =>
      app.session(null).send("POST", "/undo", { json: { ticket: sent } });
    for (const forged of [undefined, "", "x", `${ticket}x`, ticket.slice(1), 7, null])
      expect(codeOf(await post(forged))).toBe("ticket_invalid");
    expect((await app.engine.describe("alice")).authenticators).toHaveLength(1);
    app.advance(week - 1);
    expect((await post(ticket)).status).toBe(200);
    expect(codeOf(await post(ticket)), "twice").toBe("ticket_invalid");

    await app.enrolled("bob");
    const late = linkOf(app).ticket;
    app.advance(week);
    expect(codeOf(await post(late)), "too late").toBe("ticket_invalid");
    expect((await app.engine.describe("bob")).authenticators).toHaveLength(1);
  });

  it("is taken back by one of many at once", async () => {
    const app = inProcessApp();
    await app.enrolled("alice");
    const { ticket } = linkOf(app);
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        app.session(null).send("POST", "/undo", { json: { ticket } }),
      ),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(app.notices.filter(({ kind }) => kind === "authenticator_undone")).toHaveLength(1);
  });

  it("is not there any more where its owner removed it, and its ticket opens nothing else", async () => {
    const app = withPages();
    const { session, otherId } = await withSecond(app);
    const { path, ticket } = linkOf(app);
    expect((await session.send("DELETE", `/authenticators/${otherId}`)).status).toBe(204);
    expect((await app.session(null).send("GET", path, asBrowser)).status).toBe(404);
    for (const other of ["/recovery/cancel", "/undo"])
      expect(codeOf(await app.session(null).send("POST", other, { json: { ticket } }))).toBe(
        "ticket_invalid",
      );
    expect((await app.engine.describe("alice")).authenticators).toHaveLength(1);
  });

  it("is not taken back from another site's page", async () => {
    const app = inProcessApp();
    await app.enrolled("alice");
    const { ticket } = linkOf(app);
    const headers = { "sec-fetch-site": "cross-site" };
    const foreign = await app.session(null).send("POST", "/undo", { form: { ticket }, headers });
    expect(codeOf(foreign)).toBe("cross_origin_refused");
  });
});
