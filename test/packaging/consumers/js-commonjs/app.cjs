const {
  createFetchHandler,
  createSecondFactor,
  keyRing,
  memoryLimits,
  memoryRecords,
  sealedCookie,
} = require("@second-factor/core");
const { secondFactor: forExpress } = require("@second-factor/express");
const { secondFactor: forHono } = require("@second-factor/hono");
const { secondFactor: forKoa } = require("@second-factor/koa");
const { htmlPages } = require("@second-factor/pages");
const { sqlRecords } = require("@second-factor/sql");
const { randomBytes } = require("node:crypto");

const engine = createSecondFactor({
  issuer: "Acme",
  basePath: "/2fa",
  trustedOrigins: ["https://app.example"],
  keys: keyRing(`k1:${randomBytes(32).toString("base64")}`),
  records: memoryRecords(),
  limits: memoryLimits(),
  pages: htmlPages(),
  development: true,
});
const app = createFetchHandler(engine, {
  subject: () => ({ id: "alice", name: "alice@app.example", authenticatedAt: Date.now() }),
  session: sealedCookie({ binding: () => "session 1" }),
});

async function main() {
  const headers = { "content-type": "application/json" };
  const begun = await app.handle(
    new Request("https://app.example/2fa/totp/enrollments", {
      method: "POST",
      headers,
      body: "{}",
    }),
  );
  const { qrCode } = await begun.json();
  const loaded = [forExpress, forHono, forKoa, sqlRecords].every(
    (one) => typeof one === "function",
  );
  console.log(
    begun.status === 201 && qrCode.startsWith("<svg") && loaded ? "works" : "does not work",
  );
}

main();
