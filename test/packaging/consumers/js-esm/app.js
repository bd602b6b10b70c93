import {
  createFetchHandler,
  createSecondFactor,
  keyRing,
  memoryLimits,
  memoryRecords,
  sealedCookie,
} from "@second-factor/core";
import { secondFactor as forExpress } from "@second-factor/express";
import { secondFactor as forHono } from "@second-factor/hono";
import { secondFactor as forKoa } from "@second-factor/koa";
import { htmlPages } from "@second-factor/pages";
import { sqlRecords } from "@second-factor/sql";
import { manualClock, virtualAuthenticator } from "@second-factor/testing";

const clock = manualClock();
const engine = createSecondFactor({
  issuer: "Acme",
  basePath: "/2fa",
  trustedOrigins: ["https://app.example"],
  keys: keyRing(`k1:${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64")}`),
  records: memoryRecords(),
  limits: memoryLimits(),
  pages: htmlPages(),
  development: true,
  clock,
});
const app = createFetchHandler(engine, {
  subject: () => ({ id: "alice", name: "alice@app.example", authenticatedAt: clock.now() }),
  session: sealedCookie({ binding: () => "session 1" }),
});

let cookie = "";
async function post(path, json) {
  const headers = { "content-type": "application/json", cookie };
  const reply = await app.handle(
    new Request(`https://app.example/2fa${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(json),
    }),
  );
  cookie = reply.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return reply.json();
}

const { enrollmentId, keyUri } = await post("/totp/enrollments", {});
const authenticator = virtualAuthenticator(keyUri, clock);
const { recoveryCodes } = await post(`/totp/enrollments/${enrollmentId}/confirm`, {
  otp: authenticator.code(),
});
clock.advance({ seconds: 30 });
await post("/verify", { otp: authenticator.code() });
const verdict = await app.guard(
  new Request("https://app.example/account", { headers: { cookie } }),
);
const loaded = [forExpress, forHono, forKoa, sqlRecords].every((one) => typeof one === "function");
console.log(verdict.pass && loaded && recoveryCodes.length === 10 ? "works" : "does not work");
