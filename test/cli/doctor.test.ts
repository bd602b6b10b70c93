import assert from "node:assert/strict";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import {
  honestAnswer,
  type NtpServer,
  startNtpServer,
} from "../../packages/core/test/node/ntp-server.js";
import {
  freePort,
  type PostgresServer,
  type RedisServer,
  startPostgres,
  startRedis,
} from "../servers/index.js";
import { type CliApp, newKey, openCliApp } from "./cli-app.js";
import { bundleProgram, type Printed } from "./second-factor.js";
import { atTerminal } from "./terminal.js";

let app: CliApp;
let postgres: PostgresServer;
let redis: RedisServer;
beforeAll(async () => {
  [postgres, redis, app] = await Promise.all([
    startPostgres({ password: true }),
    startRedis(),
    bundleProgram().then(openCliApp),
  ]);
  app.env.DATABASE = await postgres.createDatabase();
  app.env.REDIS = redis.url;
  app.canaries.push({ name: "the database's password", text: new URL(app.env.DATABASE).password });
});
afterAll(() => Promise.all([app?.close(), postgres?.close(), redis?.close()]));

let ntp: NtpServer | undefined;
afterEach(() => {
  ntp?.close();
  ntp = undefined;
});

const statuses = ({ result }: Printed): Record<string, string> =>
  Object.fromEntries(
    result.checks.map((check: { name: string; status: string }) => [check.name, check.status]),
  );
const codes = ({ problems }: Printed) =>
  problems.map(({ severity, code }) => `${severity} ${code}`);

describe("doctor", () => {
  it("finds nothing wrong with Postgres and Redis as they should be, and asks nobody else", async () => {
    const found = await app.json(["doctor", "--strict"]);
    assert.deepEqual(codes(found), []);
    assert.equal(found.exitCode, 0);
    assert.deepEqual(statuses(found), {
      configuration: "ok",
      "key ring": "ok",
      stores: "ok",
      "stores' clocks": "ok",
    });
    const { stdout } = await app.run(["doctor"]);
    assert.match(stdout, /^ok {2}key ring +1 key \(k1\), k1 seals$/m);
  });

  it("compares the clock with a time server where that is asked for", async () => {
    const ahead = () => ({ time: Date.now() + 3_600_000 });
    ntp = await startNtpServer((query) => [honestAnswer(query, ahead())]);
    const found = await app.json(["doctor", "--ntp", `127.0.0.1:${ntp.port}`]);
    assert.deepEqual(codes(found), ["error clock_off"]);
    assert.equal(found.exitCode, 2);
    assert.match(found.problems[0]?.message ?? "", /(3600|3599)\.\d+ s .* behind 127\.0\.0\.1/);
  });

  it("takes a kiss of death for a warning, which counts only with --strict", async () => {
    ntp = await startNtpServer((query) => [
      honestAnswer(query, { stratum: 0, identifier: "DENY" }),
    ]);
    const server = `127.0.0.1:${ntp.port}`;
    const found = await app.json(["doctor", "--ntp", server]);
    assert.deepEqual([found.exitCode, ...codes(found)], [0, "warning ntp_refused"]);
    assert.equal((await app.json(["doctor", "--ntp", server, "--strict"])).exitCode, 1);
  });

  it("waits for a silent server and one that answers somebody else no longer than it says", async () => {
    ntp = await startNtpServer(() => []);
    const other = await startNtpServer(() => [honestAnswer(Buffer.alloc(48, 7))]);
    try {
      const [silent, wrong] = await Promise.all(
        [ntp, other].map(({ port }) => app.json(["doctor", "--ntp", `127.0.0.1:${port}`])),
      );
      assert.deepEqual(codes(silent as Printed), ["warning ntp_no_answer"]);
      assert.deepEqual(codes(wrong as Printed), ["warning ntp_answer_invalid"]);
    } finally {
      other.close();
    }
  });

  it("names what is wrong with the stores, with remedy and without a password", async () => {
    await redis.command("CONFIG", "SET", "maxmemory", "100mb");
    await redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    const empty = await postgres.createDatabase();
    const found = await app.json(["doctor"], { DATABASE: empty, MIGRATE: "no" });
    await redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
    assert.equal(found.exitCode, 2);
    assert.deepEqual(codes(found).sort(), [
      "error store_tables_missing",
      "warning store_may_forget",
    ]);
    assert.equal(statuses(found).stores, "error");

    const nowhere = `redis://127.0.0.1:${await freePort()}`;
    const away = await app.json(["doctor"], { REDIS: nowhere });
    assert.deepEqual([away.exitCode, ...codes(away)], [2, "error store_unreachable"]);
  });

  it("says what the app would refuse to start with", async () => {
    const found = await app.json(["doctor"], { SECOND_FACTOR_KEYS: "" });
    assert.deepEqual([found.exitCode, ...codes(found)], [2, "error key_ring_missing"]);
    assert.deepEqual(statuses(found), { configuration: "error" });
  });

  it("unwraps every key, and names the one that it cannot have", async () => {
    const MASTER_A = newKey("m1");
    const MASTER_B = newKey("m1");
    const masters = { MASTER_A, MASTER_B };
    const made = ["a", "b"].map(async (label) => {
      const asked = ["keys", "generate", "--id", `d-${label}`, "--master", label];
      return (await app.json(asked, masters)).result.entry as string;
    });
    const SECOND_FACTOR_KEYS = (await Promise.all(made)).join(",");
    const wrong = { MASTER_A, MASTER_B: newKey("m1"), SECOND_FACTOR_KEYS };
    const found = await app.json(["doctor"], wrong);
    assert.deepEqual(codes(found), ["error master_key_refused"]);
    assert.match(found.problems[0]?.message ?? "", /^Key d-b cannot be had/);
  });
});

describe("schema migrate", () => {
  it("says what it would do, does it once, and then has nothing to do", async () => {
    const fresh = { DATABASE: await postgres.createDatabase(), MIGRATE: "no" };
    const dry = await app.json(["schema", "migrate", "--dry-run"], fresh);
    assert.deepEqual([dry.exitCode, dry.result.dialect, dry.result.from], [0, "postgres", 0]);
    assert.equal(
      (await app.json(["doctor"], fresh)).exitCode,
      2,
      "a dry run has changed something",
    );
    const done = await app.json(["schema", "migrate"], fresh);
    assert.equal(done.exitCode, 0);
    assert.equal((await app.json(["doctor"], fresh)).exitCode, 0);
    const again = await app.run(["schema", "migrate"], fresh);
    assert.match(again.stdout, /nothing to do/);
    const printed = await app.run(["schema", "print"], fresh);
    assert.match(printed.stdout, /BYTEA/, "the dialect of the app's own database");
  });
});

describe("keys rotate and status on Postgres", () => {
  it("show a bar only on a terminal, and on standard error", async () => {
    const args = ["keys", "rotate", "--config", app.program.config];
    const typed = [process.execPath, app.program.main, ...args].join(" ");
    const pipe = await app.run(["keys", "rotate"]);
    assert.equal(pipe.stderr, "");
    const terminal = atTerminal(`${typed} >rotated`, { env: app.env, cwd: app.folder });
    let shown = "";
    terminal.stdout?.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
    });
    await once(terminal, "close");
    assert.match(shown, /sealing anew \[/, "nobody at a terminal sees how far it is");
  });
});
