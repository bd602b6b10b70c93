import { createServer } from "node:http";
import { sealedCookie } from "@second-factor/core";
import { secondFactor } from "@second-factor/express";
import express from "express5";
import { hostSessions } from "./lib/host-sessions.mjs";
import { announce, prepareUsers } from "./lib/suite-app.mjs";

const sessions = hostSessions();
const { engine, users, verified } = await prepareUsers(sessions);
const app = express();
app.disable("x-powered-by");
const sessionOf = (request) => sessions.read(request.headers.cookie);
const twoFactor = secondFactor(engine, {
  subject: (request) => subjectOf(sessionOf(request)),
  session: sealedCookie({ binding: (request) => sessionOf(request)?.sid }),
});
app.use("/2fa", twoFactor.routes());
app.get("/me", twoFactor.guard(), (_request, response) => response.json({ ok: true }));

function subjectOf(session) {
  return session === null
    ? null
    : { id: session.user, name: session.user, authenticatedAt: session.at };
}

announce(createServer(app), users, verified);
