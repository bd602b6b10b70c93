import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis6";
import { Client } from "pg";
import { describe, it, onTestFinished } from "vitest";
import { bundleSources } from "../run/bundle.mjs";
import { type RedisServer, startPostgres, startRedis } from "./index.js";
import { childrenOf, isAlive } from "./process-tree.js";
import { infoValues } from "./redis-command.js";
import { temporaryFolder } from "./temporary-folder.js";
import { untilNothing } from "./until.js";

describe("a Redis of our own", () => {
  it("is killed, comes back on its port with what it saved, and leaves nothing", async () => {
    const redis = await startRedis({ settings: { appendonly: "yes", appendfsync: "always" } });
    onTestFinished(() => redis.close());
    const { pid, folder } = await whereItIs(redis);
    await redis.command("SET", "kept", "yes");

    await redis.kill();
    assert.equal(redis.running, false);
    await assert.rejects(redis.command("PING"), "a killed Redis still answers");

    await redis.restart({ maxmemory: "50mb" });
    assert.equal(await redis.command("GET", "kept"), "yes");
    assert.deepEqual(await redis.command("CONFIG", "GET", "maxmemory"), ["maxmemory", "52428800"]);

    await redis.close();
    assert.equal(isAlive(pid), false);
    assert.equal(existsSync(folder), false, "its data is still there");
    assert.deepEqual(childrenOf(process.pid), [], "a process was left running");
  });

  it("keeps connections open and silent while it is paused", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    const client = new Redis(redis.url, { commandTimeout: 200, retryStrategy: () => null });
    client.on("error", () => undefined);
    onTestFinished(() => client.disconnect());
    await client.ping();

    redis.pause();
    await assert.rejects(client.ping(), /timed out/);
    redis.resume();
    assert.equal(await client.ping(), "PONG");
  });
});

describe("a PostgreSQL of our own", () => {
  it("is killed, comes back with what was committed, and leaves nothing", async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.close());
    const url = await postgres.createDatabase();
    assert.notEqual(url, await postgres.createDatabase());
    await query(url, "CREATE TABLE kept AS SELECT 1 AS one");

    await postgres.kill();
    assert.equal(postgres.running, false);
    await assert.rejects(query(url, "SELECT 1"), "a killed PostgreSQL still answers");
    await postgres.restart();
    assert.deepEqual(await query(url, "SELECT * FROM kept"), [{ one: 1 }]);

    const [{ folder } = {}] = await query(
      url,
      "SELECT setting AS folder FROM pg_settings WHERE name = 'data_directory'",
    );
    await postgres.close();
    assert.equal(existsSync(String(folder)), false, "its data is still there");
    assert.deepEqual(childrenOf(process.pid), [], "a process was left running");
  });

  it("keeps connections open and silent while it is paused", async () => {
    const postgres = await startPostgres({ settings: { fsync: "off" } });
    onTestFinished(() => postgres.close());
    const client = new Client({ connectionString: postgres.url, query_timeout: 200 });
    onTestFinished(() => client.end());
    await client.connect();

    postgres.pause();
    await assert.rejects(client.query("SELECT 1"), /timeout/);
    postgres.resume();
    assert.deepEqual(await query(postgres.url, "SHOW fsync"), [{ fsync: "off" }]);
  });

  it("asks for the password where it shall", async () => {
    const postgres = await startPostgres({ password: true });
    onTestFinished(() => postgres.close());
    const url = await postgres.createDatabase();
    await query(url, "CREATE TABLE mine (one int)");
    const wrong = url.replace(/:[^:@]+@/, ":wrong@");
    await assert.rejects(query(wrong, "SELECT 1"), { code: "28P01" });
  });
});

it("ends its servers when the process is killed that started them", async () => {
  const entry = fileURLToPath(new URL("abandoned-servers.ts", import.meta.url));
  // What it leaves lies in a folder of ours.
  const folder = temporaryFolder("abandoned");
  onTestFinished(folder.remove);
  chmodSync(folder.path, 0o755);
  const child = fork(fileURLToPath(await bundleSources(entry, "abandoned-servers")), {
    env: { ...process.env, TMPDIR: folder.path },
  });
  const [pids] = (await once(child, "message")) as [readonly number[]];
  assert.deepEqual(pids.map(isAlive), [true, true]);
  child.kill("SIGKILL");
  await untilNothing(async () => (pids.some(isAlive) ? `still running: ${pids}` : null), 20_000);
});

async function whereItIs(redis: RedisServer): Promise<{ pid: number; folder: string }> {
  const pid = Number(infoValues(await redis.command("INFO", "server")).get("process_id"));
  const [, folder = ""] = (await redis.command("CONFIG", "GET", "dir")) as readonly string[];
  return { pid, folder };
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  return (await client.query(text).finally(() => client.end())).rows;
}
