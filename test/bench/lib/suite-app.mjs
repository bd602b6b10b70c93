// The app under load, as the wider comparison wants it: N users, each with a session and a secret; the first verified.

import { randomUUID } from "node:crypto";
import { memoryLimits } from "@second-factor/core";
import { codeFor } from "./code.mjs";
import { enrollSubjects, prepareEngine } from "./prepared.mjs";

export async function prepareUsers(sessions) {
  const engine = prepareEngine({ limits: await sharedLimits(process.env.REDIS_PORT) });
  const subjects = await enrollSubjects(engine, Number(process.env.N ?? 1000) + 1);
  const at = Date.now();
  const users = subjects.map(({ id, secret }) => ({
    cookie: sessions.cookie({ sid: randomUUID(), user: id, at: at + 1000 }),
    secret,
  }));
  const [verified, ...rest] = users;
  return { engine, users: rest, verified };
}

/** Budgets where the comparison keeps them: in Redis where it brings one, else in memory. */
async function sharedLimits(port) {
  if (port === undefined) return memoryLimits();
  const [{ Redis }, { redisLimits }] = await Promise.all([
    import("ioredis5"),
    import("@second-factor/redis"),
  ]);
  return redisLimits(new Redis({ host: "127.0.0.1", port: Number(port) }));
}

/** Listens, verifies the first user over HTTP, and tells the parent. */
export function announce(server, users, verified) {
  server.listen(0, "127.0.0.1", async () => {
    const { port } = server.address();
    const reply = await fetch(`http://127.0.0.1:${port}/2fa/verify`, {
      method: "POST",
      headers: { cookie: verified.cookie, "content-type": "application/json" },
      body: JSON.stringify({ otp: codeFor(verified.secret) }),
    });
    if (reply.status !== 200) throw new Error(`verify: ${reply.status} ${await reply.text()}`);
    const [mark] = reply.headers.getSetCookie().map((field) => field.split(";")[0]);
    const meUsers = [{ ...verified, cookie: `${verified.cookie}; ${mark}` }];
    process.on("message", (message) => process.send(message?.mem ? memory() : process.cpuUsage()));
    process.send({
      port,
      users,
      meUsers,
      verify: "/2fa/verify",
      field: "otp",
      me: "/me",
      headers: {},
    });
  });
}

function memory() {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}
