import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { keyRing, type SecondFactorEngine } from "@second-factor/core";
import { manualClock } from "@second-factor/testing";
import { afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { mustAccept } from "../attacks/attacker/outcomes.js";
import { enrolled, signedIn } from "../attacks/attacker/sign-in.js";
import { type CliApp, newKey, openCliApp } from "./cli-app.js";
import { bundleProgram, type Program } from "./second-factor.js";

let program: Program;
beforeAll(async () => {
  program = await bundleProgram();
});
let app: CliApp;
beforeEach(async () => {
  app = await openCliApp(program);
});
afterEach(() => app.close());

const secretOf = (index: number) =>
  `GEZDGNBVGY3TQOJQGEZDGNBV${index.toString(2).padStart(8, "0").replaceAll("0", "A").replaceAll("1", "B")}`;

async function fill(engine: SecondFactorEngine, users: number): Promise<void> {
  for (let index = 0; index < users; index += 1)
    await engine.importAuthenticator({ subjectId: `user-${index}`, secret: secretOf(index) });
}

/** A new key in front, as an operator puts it there. */
function addKey(id: string): void {
  const key = newKey(id);
  app.env.SECOND_FACTOR_KEYS = `${key},${app.env.SECOND_FACTOR_KEYS}`;
  app.canaries.push({ name: `the key ${id}`, text: key });
}

describe("keys generate", () => {
  it("makes an entry that a ring takes, another each time", async () => {
    const asked = [0, 1].map(() => app.run(["keys", "generate"]));
    const [one, two] = await Promise.all(asked);
    assert.match(one?.stdout ?? "", /^k\d{4}-\d\d-\d\d:[A-Za-z0-9+/]{43}=\n$/);
    assert.equal(keyRing(one?.stdout.trim()).keyIds.length, 1);
    assert.notEqual(one?.stdout, two?.stdout);
    assert.equal(one?.stderr, "");
  });

  it("writes it to a file that nobody else reads, and over none", async () => {
    const { stdout } = await app.run(["keys", "generate", "--id", "k2", "--out", "new-key"]);
    const entry = readFileSync(app.path("new-key"), "utf8");
    assert.ok(!stdout.includes(entry.slice(3, 20)), "the key is on the screen all the same");
    assert.equal(keyRing(entry.trim()).sealingKeyId, "k2");
    assert.equal(statSync(app.path("new-key")).mode & 0o777, 0o600);
    const again = await app.run(["keys", "generate", "--id", "k2", "--out", "new-key"]);
    assert.equal(again.exitCode, 2);
    assert.match(again.stderr, /\[output_exists\]/);
    assert.equal(readFileSync(app.path("new-key"), "utf8"), entry);
  });

  it("wraps by a master key of the app's, and says which there are", async () => {
    const masters = { MASTER_A: newKey("m1"), MASTER_B: newKey("m1") };
    app.canaries.push({ name: "the master key", text: masters.MASTER_A });
    // Before there is any ring: the first key has to come from somewhere.
    const fresh = { ...masters, SECOND_FACTOR_KEYS: "" };
    const made = await app.json(["keys", "generate", "--id", "d1", "--master", "a"], fresh);
    assert.match(made.result.entry, /^d1@a:[\w-]{40,}$/);
    const doctor = await app.json(["doctor"], {
      ...masters,
      SECOND_FACTOR_KEYS: made.result.entry,
    });
    assert.equal(doctor.exitCode, 0, JSON.stringify(doctor.problems));
    const unknown = await app.run(["keys", "generate", "--master", "z"], fresh);
    assert.equal(unknown.exitCode, 64);
    assert.match(unknown.stderr, /There are a, b\./);
  });
});

describe("keys rotate", () => {
  it("seals all anew by the new key; only then the old one may go", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    const alice = await enrolled(bed, "alice");
    app.canaries.push({ name: "alice's secret", text: alice.secret });
    await fill(bed.engine, 20);
    addKey("k2");
    const counted = await app.json(["keys", "rotate", "--dry-run"]);
    assert.deepEqual(
      [counted.exitCode, counted.result.resealed, counted.result.current],
      [0, 21, 0],
    );
    const refused = await app.run(["keys", "retire", "k1"]);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /21 secrets .*\[key_in_use\]/);

    const rotated = await app.json(["keys", "rotate"]);
    assert.deepEqual([rotated.exitCode, rotated.result.resealed], [0, 21]);
    const again = await app.json(["keys", "rotate"]);
    assert.deepEqual([again.result.resealed, again.result.current], [0, 21]);
    const { result } = await app.json(["keys", "status"]);
    assert.deepEqual(result.keys, [
      { id: "k2", inRing: true, seals: true, secrets: 21, pending: 0 },
      { id: "k1", inRing: true, seals: false, secrets: 0, pending: 0 },
    ]);
    assert.equal((await app.json(["keys", "retire", "k1"])).exitCode, 0);
    assert.equal((await app.run(["keys", "retire", "k2"])).exitCode, 2, "it is the one that seals");

    app.env.SECOND_FACTOR_KEYS = app.env.SECOND_FACTOR_KEYS?.split(",")[0] ?? "";
    const after = await app.serve({ clock: bed.clock });
    bed.clock.advance({ seconds: 60 });
    mustAccept(await (await signedIn(after, "alice")).verify(alice.authenticator.code()));
  });

  it("ends with Ctrl-C between two secrets, and goes on from there", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    await fill(bed.engine, 200);
    addKey("k2");
    const paused = app.start(["keys", "rotate", "--json", "--page-size", "1"], { PAUSE: "50" });
    await paused.printed(/halted in the middle/);
    paused.child.kill("SIGINT");
    const ended = await paused.ended;
    assert.equal(ended.exitCode, 130, ended.stderr);
    const { result } = JSON.parse(ended.stdout);
    assert.equal(result.interrupted, true);
    const so = await app.json(["keys", "status"]);
    const [k2, k1] = so.result.keys;
    assert.equal(k1.secrets + k2.secrets, 200);
    assert.ok(k1.secrets > 0, "it went on after Ctrl-C");
    const rest = await app.json(["keys", "rotate"]);
    assert.deepEqual([rest.result.resealed, rest.result.current], [k1.secrets, k2.secrets]);
  });

  it("tells of a key that is missing, and leaves what it sealed as it is", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    await fill(bed.engine, 3);
    app.env.SECOND_FACTOR_KEYS = newKey("k2");
    const status = await app.run(["keys", "status"]);
    assert.equal(status.exitCode, 2);
    assert.match(status.stdout, /^k1 +NO +3 +0$/m);
    assert.match(status.stderr, /Key k1 is not in the ring.*\[key_missing\]/);
    const rotated = await app.json(["keys", "rotate"]);
    assert.equal(rotated.exitCode, 1);
    assert.equal(rotated.result.unopened, 3);
    assert.deepEqual(
      rotated.problems.map(({ code }) => code),
      ["secrets_unopened"],
    );
  });
});

describe("keys rewrap", () => {
  it("moves a ring to another master key without sealing anything again", async () => {
    const masters = { MASTER_A: newKey("m1"), MASTER_B: newKey("m1") };
    for (const text of Object.values(masters)) app.canaries.push({ name: "a master key", text });
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    await fill(bed.engine, 2);

    const wrapped = await app.json(["keys", "rewrap", "--to", "a"], masters);
    assert.match(wrapped.result.ring, /^k1@a:[\w-]+$/);
    app.env.SECOND_FACTOR_KEYS = wrapped.result.ring;
    const { stdout } = await app.run(
      ["keys", "rewrap", "--to", "b", "--keys", "-"],
      masters,
      wrapped.result.ring,
    );
    assert.match(stdout, /^k1@b:[\w-]+\n$/);

    app.env.SECOND_FACTOR_KEYS = stdout.trim();
    const { result } = await app.json(["status", "user-0"], masters);
    assert.equal(result.authenticators[0].secret, "opens");
    const wrong = { MASTER_A: masters.MASTER_A, MASTER_B: newKey("m1") };
    const lost = await app.json(["status", "user-0"], wrong);
    assert.equal(lost.result.authenticators[0].secret, "key_unavailable");
    const doctor = await app.json(["doctor"], wrong);
    assert.equal(doctor.exitCode, 2);
    assert.match(doctor.problems[0]?.code ?? "", /^master_key_refused$/);
  });
});
