import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type PostgresServer,
  type RedisServer,
  startPostgres,
  startRedis,
} from "../servers/index.js";
import { childrenOf } from "../servers/process-tree.js";
import type { Client } from "../testbed/client/client.js";
import { visitor, workersOf } from "./cluster-visitor.js";
import { enroll } from "./enroll.js";
import { dataFolder, startExample } from "./example-process.js";
import type { ServedProcess } from "./served-process.js";

const dataDir = dataFolder();
let postgres: PostgresServer;
let redis: RedisServer;
let urls: Readonly<Record<"DATABASE_URL" | "REDIS_URL", string>>;
beforeAll(async () => {
  postgres = await startPostgres({ password: true });
  redis = await startRedis({ settings: { appendonly: "yes" } });
  urls = { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url };
});
afterAll(async () => {
  await Promise.all([postgres.close(), redis.close()]);
  rmSync(dataDir, { recursive: true });
});

const startCluster = (env: Readonly<Record<string, string>> = {}) =>
  startExample("express-cluster", {
    dataDir,
    env: { ...urls, ...env },
  });

const balanceOf = async (client: Client) => {
  const reply = await client.request("GET", "/account");
  return reply.status === 200 ? reply.json<{ balance: number }>().balance : reply.code;
};

describe("the bank in eight processes", () => {
  let bank: ServedProcess;
  beforeAll(async () => {
    bank = await startCluster();
  });
  afterAll(() => bank.stop());

  test("is one bank, and loses nothing with a worker that is killed", async () => {
    expect(childrenOf(bank.pid), "workers").toHaveLength(8);
    const alice = visitor(bank);
    await alice.login("alice");
    const { phone, usedCode } = await enroll(alice, Date);
    const enrolledBy = workersOf(bank, /^enrollment\.\w+ alice$/);
    expect(enrolledBy.size, "workers that had a part in one enrollment").toBeGreaterThan(1);

    const transfer = { json: { to: "bob", amount: 10 } };
    const transfers = await Promise.all(
      Array.from({ length: 16 }, () => alice.request("POST", "/transfer", transfer)),
    );
    expect(transfers.map(({ status }) => status)).toEqual(transfers.map(() => 200));
    expect(await balanceOf(alice)).toBe(124_840);

    const others = Array.from({ length: 3 }, () => visitor(bank));
    await Promise.all(others.map((other) => other.login("alice")));
    const nextCode = phone.code(1);
    const verdicts = await Promise.all(others.map((other) => other.verify(nextCode)));
    const inside = others.filter((_, index) => verdicts[index]?.status === 200);
    expect(inside, "sessions that one code let in").toHaveLength(1);

    const [killed = ""] = workersOf(bank, /^verification\.accepted alice$/);
    process.kill(Number(killed), "SIGKILL");
    await bank.printed(new RegExp(`^worker ${killed} has ended \\(SIGKILL\\)`, "m"));
    await bank.printed(/^worker \d+ serves in its place/m);
    expect(childrenOf(bank.pid), "workers after one was replaced").toHaveLength(8);
    expect(childrenOf(bank.pid)).not.toContain(Number(killed));

    for (const client of [alice, ...inside]) {
      const seen = await Promise.all(Array.from({ length: 9 }, () => balanceOf(client)));
      expect(new Set(seen), "what a verified session sees from every worker").toEqual(
        new Set([124_840]),
      );
    }
    const late = visitor(bank);
    await late.login("alice");
    for (const code of [usedCode, nextCode]) {
      expect((await late.verify(code)).code, "a code that was used before").toBe("invalid_otp");
    }
    expect(await balanceOf(late)).toBe("second_factor_required");
  });

  test("counts wrong codes once, whichever worker they come to", async () => {
    const bob = visitor(bank);
    await bob.login("bob");
    const { phone } = await enroll(bob, Date);
    const guesser = visitor(bank);
    await guesser.login("bob");
    const right = [-1, 0, 1].map((step) => phone.code(step));
    const wrong = ["000000", "111111", "222222", "333333"].find((code) => !right.includes(code));
    const tries = await Promise.all(
      Array.from({ length: 16 }, () => guesser.verify(wrong ?? "444444")),
    );
    const codes = tries.map(({ code }) => code).sort();
    expect(
      codes.filter((code) => code === "invalid_otp"),
      "tries that were compared",
    ).toHaveLength(5);
    expect(codes.slice(5)).toEqual(Array.from({ length: 11 }, () => "too_many_attempts"));
    expect(
      workersOf(bank, /^verification\.\w+ bob$/).size,
      "workers that were asked",
    ).toBeGreaterThan(1);
  });
});

test("a restart of the whole cluster signs nobody out", async () => {
  const carol = await withCluster(async (bank) => {
    const client = visitor(bank);
    await client.login("carol");
    await enroll(client, Date);
    expect((await client.request("GET", "/admin")).status).toBe(200);
    return client.cookies;
  });
  await withCluster(async (bank) => {
    expect((await visitor(bank, carol).request("GET", "/admin")).status).toBe(200);
  });
});

async function withCluster<T>(work: (bank: ServedProcess) => Promise<T>): Promise<T> {
  const bank = await startCluster({ WORKERS: "2" });
  try {
    return await work(bank);
  } finally {
    await bank.stop();
  }
}

test.each([
  ["DATABASE_URL", "postgres://bank:hush@127.0.0.1:1/bank", "PostgreSQL at 127.0.0.1:1"],
  ["REDIS_URL", "redis://:hush@127.0.0.1:1", "Redis at 127.0.0.1:1"],
])("a %s that leads nowhere ends the start with the remedy", async (name, url, server) => {
  const { message } = await startCluster({ [name]: url }).then(
    () => new Error("it listens"),
    (error: Error) => error,
  );
  expect(message).toContain("ended with 1");
  expect(message).toMatch(
    new RegExp(`ConfigurationError: ${server} .*Start (it|the server).*store_unreachable`),
  );
  expect(message, "a password in the output").not.toContain("hush");
  expect(message, "a stack trace in the output").not.toMatch(/^\s+at /m);
});
