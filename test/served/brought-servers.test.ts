import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { createClient } from "redis6";
import { afterAll, expect, test } from "vitest";
import { bringServers } from "../../examples/express-cluster/servers/bring-servers.mjs";
import { dataFolder } from "./example-process.js";

const dataDir = dataFolder();
afterAll(() => rmSync(dataDir, { recursive: true }));

interface Urls {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

async function withBrought<T>(work: (urls: Urls) => Promise<T>): Promise<T> {
  const { env, stop } = await bringServers(dataDir, {});
  try {
    return await work({ databaseUrl: env.DATABASE_URL ?? "", redisUrl: env.REDIS_URL ?? "" });
  } finally {
    await stop();
  }
}

async function query(url: string, statement: string): Promise<unknown> {
  const client = new Client(url);
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows;
}

async function command(url: string, ...words: string[]): Promise<unknown> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on("error", () => undefined);
  await client.connect();
  return client.sendCommand(words).finally(() => client.destroy());
}

test("servers that were brought keep their data for the next start, and their doors closed", async () => {
  const first = await withBrought(async (urls) => {
    await query(urls.databaseUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    await command(urls.redisUrl, "SET", "kept", "42");
    await expect(bringServers(dataDir, {}), "a second start on the same data").rejects.toThrow(
      `${join(dataDir, "postgres")} is in use`,
    );
    await expect(
      bringServers(dataDir, { DATABASE_URL: urls.databaseUrl }),
      "a second Redis on the same data",
    ).rejects.toThrow(`${join(dataDir, "redis")} is in use`);
    for (const [url, ask] of [
      [urls.databaseUrl, (to: string) => query(to, "SELECT 1")],
      [urls.redisUrl, (to: string) => command(to, "GET", "kept")],
    ] as const) {
      const withoutPassword = url.replace(/:[^:/]+@/, "@");
      await expect(ask(withoutPassword), "a client without the password").rejects.toThrow();
    }
    return urls;
  });
  await expect(query(first.databaseUrl, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  await expect(command(first.redisUrl, "PING")).rejects.toThrow("ECONNREFUSED");
  for (const server of ["postgres", "redis"]) {
    expect(statSync(join(dataDir, server)).mode & 0o077, `others' rights on ${server}`).toBe(0);
  }
  await withBrought(async ({ databaseUrl, redisUrl }) => {
    expect(await query(databaseUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    expect(await command(redisUrl, "GET", "kept")).toBe("42");
  });
});

test("no server is brought where one is given", async () => {
  const given = { DATABASE_URL: "postgres://127.0.0.1/", REDIS_URL: "redis://127.0.0.1" };
  const { env, stop } = await bringServers(join(dataDir, "unused"), given);
  expect(env).toEqual({});
  expect(() => statSync(join(dataDir, "unused"))).toThrow("ENOENT");
  await stop();
});
