// The bare minimum of a second factor: signed cookie, decrypt, compare, one Map (or one Redis script) for budget and
// last step. No policy, no audit, no epoch: what a verify costs when nothing but the verify is there.
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { Secret, TOTP } from "otpauth";
import { encodeBase32 } from "../lib/base32.mjs";
import { hostSessions } from "../lib/host-sessions.mjs";

const key = createSecretKey(randomBytes(32));
const sessions = hostSessions();
const people = new Map();
const users = Array.from({ length: Number(process.env.N ?? 1000) }, (_, index) => {
  const secret = randomBytes(20);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  people.set(`u${index}`, {
    nonce,
    text: Buffer.concat([cipher.update(secret), cipher.final()]),
    tag: cipher.getAuthTag(),
    failures: 0,
    last: 0,
  });
  return {
    cookie: sessions.cookie({ user: `u${index}`, mfa: false }),
    secret: encodeBase32(secret),
  };
});

function inMemory(user, step) {
  const person = people.get(user);
  if (person.failures >= 5) return false;
  if (step <= person.last) {
    person.failures += 1;
    return false;
  }
  person.last = step;
  return true;
}

const script = `
  local failures = tonumber(redis.call('GET', KEYS[1]) or '0')
  if failures >= 5 then return 0 end
  if tonumber(ARGV[1]) <= tonumber(redis.call('GET', KEYS[2]) or '0') then
    if redis.call('INCR', KEYS[1]) == 1 then redis.call('EXPIRE', KEYS[1], 900) end
    return 0
  end
  redis.call('SET', KEYS[2], ARGV[1], 'EX', 120)
  return 1`;

/** The least that Redis can be asked: everything in one trip, the secret at hand already. */
async function inRedis(port) {
  const { Redis } = await import("ioredis5");
  const redis = new Redis({ host: "127.0.0.1", port });
  redis.defineCommand("take", { numberOfKeys: 2, lua: script });
  const prefix = `bare:${process.pid}`;
  return async (user, step) =>
    (await redis.take(`${prefix}:{${user}}:failures`, `${prefix}:{${user}}:step`, step)) === 1;
}

const { REDIS_PORT } = process.env;
const take = REDIS_PORT === undefined ? inMemory : await inRedis(Number(REDIS_PORT));

function verify(user, otp) {
  const person = people.get(user);
  if (!/^\d{6}$/.test(otp)) return false;
  const decipher = createDecipheriv("aes-256-gcm", key, person.nonce, { authTagLength: 16 });
  decipher.setAuthTag(person.tag);
  const bytes = decipher.update(person.text);
  decipher.final();
  const delta = TOTP.validate({
    token: otp,
    secret: new Secret({ buffer: new Uint8Array(bytes).buffer }),
    window: 1,
  });
  return take(user, delta === null ? 0 : Math.floor(Date.now() / 30_000) + delta);
}

async function expressServer() {
  const { default: express } = await import("express5");
  const app = express();
  app.disable("x-powered-by");
  app.post("/2fa/verify", express.json(), async (request, response) => {
    const session = sessions.read(request.headers.cookie);
    if (session === null || !(await verify(session.user, request.body.otp)))
      return response.status(401).json({});
    response.setHeader("set-cookie", sessions.cookie({ ...session, mfa: true }));
    return response.json({ ok: true });
  });
  return createServer(app);
}

async function honoServer() {
  const [{ Hono }, { createAdaptorServer }] = await Promise.all([
    import("hono"),
    import("@hono/node-server"),
  ]);
  const app = new Hono();
  app.post("/2fa/verify", async (c) => {
    const session = sessions.read(c.req.header("cookie"));
    if (session === null || !(await verify(session.user, (await c.req.json()).otp)))
      return c.json({}, 401);
    c.header("set-cookie", sessions.cookie({ ...session, mfa: true }));
    return c.json({ ok: true });
  });
  return createAdaptorServer({ fetch: app.fetch });
}

const server = await { express: expressServer, hono: honoServer }[process.env.FRAMEWORK]();
server.listen(0, "127.0.0.1", () => {
  process.on("message", () => process.send(process.cpuUsage()));
  process.send({ port: server.address().port, users, verify: "/2fa/verify", field: "otp" });
});
