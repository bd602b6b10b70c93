import { createAdaptorServer } from "@hono/node-server";
import { sealedCookie } from "@second-factor/core";
import { secondFactor } from "@second-factor/hono";
import { Hono } from "hono";
import { hostSessions } from "./lib/host-sessions.mjs";
import { announce, prepareUsers } from "./lib/suite-app.mjs";

const sessions = hostSessions();
const { engine, users, verified } = await prepareUsers(sessions);
const app = new Hono();
const sessionOf = (c) => sessions.read(c.req.header("cookie"));
const twoFactor = secondFactor(engine, {
  subject: (c) => subjectOf(sessionOf(c)),
  session: sealedCookie({ binding: (c) => sessionOf(c)?.sid }),
});
app.route("/2fa", twoFactor.routes());
app.get("/me", twoFactor.guard(), (c) => c.json({ ok: true }));

function subjectOf(session) {
  return session === null
    ? null
    : { id: session.user, name: session.user, authenticatedAt: session.at };
}

announce(createAdaptorServer({ fetch: app.fetch }), users, verified);
