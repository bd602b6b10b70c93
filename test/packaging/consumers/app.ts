import { createServer } from "node:http";
import {
  ConfigurationError,
  createSecondFactor,
  keyRing,
  memoryLimits,
  memoryRecords,
  type SecondFactorOptions,
} from "@second-factor/core";
import type { SessionPort } from "@second-factor/core/http";
import type { Records } from "@second-factor/core/stores";
import { expressSession, secondFactor as forExpress } from "@second-factor/express";
import { secondFactor as forHono, honoSession, sealedCookie } from "@second-factor/hono";
import { htmlPages } from "@second-factor/pages";
import { sqlRecords } from "@second-factor/sql";
import express, { type Request } from "express";
import { type Context, Hono } from "hono";

const options: SecondFactorOptions = {
  issuer: "Acme",
  basePath: "/2fa",
  trustedOrigins: ["https://app.example"],
  keys: keyRing("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
  records: memoryRecords(),
  limits: memoryLimits(),
  pages: htmlPages(),
  development: true,
};
export const engine = createSecondFactor(options);

const app = express();
const guarded = forExpress<Request>(engine, {
  subject: (request) => (request.headers.authorization ? { id: "alice", name: "alice" } : null),
  session: expressSession(),
});
app.use("/2fa", guarded.routes());
app.get(
  "/accounts/:id",
  guarded.requireSecondFactor({ maxAgeSeconds: 300 }),
  (request, response) => {
    const id: string = request.params.id;
    response.json({ id });
  },
);

type Env = { Variables: { user: string } };
const hono = new Hono<Env>();
const forEnv = forHono<Env>(engine, {
  subject: (c: Context<Env>) => ({ id: c.get("user"), name: c.get("user") }),
  session: sealedCookie({ binding: (c: Context<Env>) => c.get("user") }),
});
hono.route("/2fa", forEnv.routes());
hono.use(forEnv.guard());

const port: SessionPort<Request> | undefined = undefined;
const load: Records["load"] | undefined = undefined;
const names = [
  sqlRecords.name,
  honoSession.name,
  ConfigurationError.name,
  typeof port,
  typeof load,
];

const server = createServer(app).listen(0, "127.0.0.1", async () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const reply = await fetch(`http://127.0.0.1:${address.port}/accounts/7`);
  const body = (await reply.json()) as { code: string };
  console.log(body.code === "sign_in_required" && names.length === 5 ? "works" : "does not work");
  server.close();
});
