// The best rival on its own memory store, in the challenge of a sign-in; with Redis as its secondary storage where there
// is one. Few accounts: that store searches linearly.
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { toNodeHandler } from "better-auth/node";
import { twoFactor } from "better-auth/plugins/two-factor";
import { codeFor } from "../lib/code.mjs";

const count = Number(process.env.N ?? 1000);
const accounts = Math.min(20, count);
const origin = "http://localhost";
const { REDIS_PORT } = process.env;

async function inRedis(port) {
  const [{ Redis }, { redisStorage }] = await Promise.all([
    import("ioredis5"),
    import("@better-auth/redis-storage"),
  ]);
  const client = new Redis({ host: "127.0.0.1", port });
  return { secondaryStorage: redisStorage({ client, keyPrefix: `better-auth:${process.pid}:` }) };
}

const tables = ["user", "session", "account", "verification", "twoFactor", "rateLimit"];
const auth = betterAuth({
  database: memoryAdapter(Object.fromEntries(tables.map((table) => [table, []]))),
  ...(REDIS_PORT === undefined ? {} : await inRedis(Number(REDIS_PORT))),
  baseURL: origin,
  trustedOrigins: [origin],
  secret: "a benchmark's own secret, 32 long",
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
  // The password step is not under test.
  emailAndPassword: {
    enabled: true,
    password: { hash: async (text) => text, verify: async () => true },
  },
  plugins: [twoFactor({ issuer: "Bench" })],
});

async function post(path, body, cookie = "") {
  const headers = { "content-type": "application/json", origin, ...(cookie && { cookie }) };
  const reply = await auth.handler(
    new Request(`${origin}/api/auth${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    }),
  );
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  const jar = new Map(
    cookie
      .split("; ")
      .filter(Boolean)
      .map((pair) => [pair.split("=")[0], pair]),
  );
  for (const field of reply.headers.getSetCookie()) {
    const [pair] = field.split(";");
    if (/max-age=0/i.test(field)) jar.delete(pair.split("=")[0]);
    else jar.set(pair.split("=")[0], pair);
  }
  return { json: await reply.json(), cookie: [...jar.values()].join("; ") };
}

const password = "password-1";
const users = [];
for (let index = 0; index < accounts; index += 1) {
  const email = `u${index}@example.com`;
  const signedUp = await post("/sign-up/email", { email, password, name: "u" });
  const enabled = await post("/two-factor/enable", { password }, signedUp.cookie);
  const secret = new URL(enabled.json.totpURI).searchParams.get("secret");
  await post("/two-factor/verify-totp", { code: codeFor(secret) }, enabled.cookie);
  for (let session = 0; session < Math.ceil(count / accounts); session += 1) {
    const { cookie } = await post("/sign-in/email", { email, password });
    users.push({ cookie, secret });
  }
}
const server = createServer(toNodeHandler(auth)).listen(0, "127.0.0.1", () => {
  process.on("message", () => process.send(process.cpuUsage()));
  const { port } = server.address();
  process.send({
    port,
    users,
    verify: "/api/auth/two-factor/verify-totp",
    field: "code",
    headers: { Origin: origin },
  });
});
