import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { manualClock, virtualAuthenticator } from "@second-factor/testing";
import { beforeAll, beforeEach, describe, it } from "vitest";
import { mustAccept } from "../attacks/attacker/outcomes.js";
import { signedIn } from "../attacks/attacker/sign-in.js";
import { untilNothing } from "../servers/until.js";
import { type CliApp, openCliApp } from "./cli-app.js";
import { bundleProgram, type Program } from "./second-factor.js";

let program: Program;
let app: CliApp;
beforeAll(async () => {
  program = await bundleProgram();
});
beforeEach(async () => {
  app = await openCliApp(program);
  return () => app.close();
});

const good = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const other = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const short = "JBSWY3DPEHPK3PXP";

function file(name: string, text: string): string {
  writeFileSync(app.path(name), text);
  return name;
}

const refused = (printed: { problems: readonly { line?: number; code: string }[] }) =>
  printed.problems.map(({ line, code }) => `${line} ${code}`);

describe("import", () => {
  it("keeps the good rows and tells of the bad ones by line, never of what stands in them", async () => {
    const text = [
      "subject,name,secret,digits,period,algorithm",
      `alice,Alice's phone,${good},,,`,
      `bob,,not base32!,,,`,
      `carl,,${short},,,`,
      `dora,,${other},8,,`,
      `,,${other},,,`,
      `emil,,${other},6,7,`,
      `frida,,,6,30,SHA1`,
      `gustav,,${other},6,30,SHA1,too many`,
      `hanna,,${other},6,60,sha-256`,
    ].join("\n");
    app.canaries.push({ name: "a secret", text: good }, { name: "another", text: other });
    app.canaries.push(
      { name: "a bad secret", text: "not base32!" },
      { name: "a short one", text: short },
    );
    const dry = await app.json(["import", file("users.csv", text), "--from", "csv", "--dry-run"]);
    const counts = { rows: 9, imported: 2, present: 0, refused: 7 };
    assert.deepEqual(dry.result, { dryRun: true, interrupted: false, ...counts, notes: [] });
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    assert.equal((await bed.record("alice")).epoch, "", "a dry run has written something");

    const printed = await app.json(["import", "users.csv", "--from", "csv"]);
    assert.equal(printed.exitCode, 1, "there is something to look at");
    assert.deepEqual(refused(printed), [
      "3 secret_malformed",
      "4 secret_too_short",
      "5 digits_not_accepted",
      "6 subject_missing",
      "7 otp_parameters_invalid",
      "8 secret_missing",
      "9 row_malformed",
    ]);
    const { stderr, stdout } = await app.run(["import", "users.csv", "--from", "csv"]);
    assert.match(
      stderr,
      /^warning: line 4: the secret has less than 128 bits.*\[secret_too_short\]$/m,
    );
    assert.match(stdout, /^9 rows: 0 imported, 2 there already, 7 left out\.$/m);

    const alice = virtualAuthenticator({ secret: good }, bed.clock);
    mustAccept(await (await signedIn(bed, "alice")).verify(alice.code()));
    const hanna = { secret: other, algorithm: "SHA256", period: 60 } as const;
    mustAccept(
      await (await signedIn(bed, "hanna")).verify(virtualAuthenticator(hanna, bed.clock).code()),
    );
    assert.equal((await bed.record("alice")).authenticators[0]?.name, "Alice's phone");
    assert.deepEqual(
      app.events().map(({ type }) => type),
      Array(2).fill("authenticator.imported"),
    );
  });

  it("takes short secrets only where that was asked for", async () => {
    file("short.csv", `subject,secret\nalice,${short}\n`);
    assert.equal((await app.json(["import", "short.csv", "--from", "csv"])).exitCode, 1);
    const asked = ["import", "short.csv", "--from", "csv", "--accept-short"];
    assert.equal((await app.json(asked)).exitCode, 0);
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    const alice = virtualAuthenticator({ secret: short }, bed.clock);
    mustAccept(await (await signedIn(bed, "alice")).verify(alice.code()));
  });

  it("brings nobody an old phone back who enrolled here since, or was reset", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    file("old.csv", `subject,secret\nalice,${good}\nbob,${good}\ncarl,${good}\ncarl,${other}\n`);
    await bed.engine.importAuthenticator({ subjectId: "alice", secret: other });
    await bed.engine.reset("bob");
    const printed = await app.json(["import", "old.csv", "--from", "csv"]);
    assert.deepEqual(refused(printed), ["2 already_enrolled", "3 reset_here"]);
    assert.equal((await bed.record("carl")).authenticators.length, 2, "both rows of one account");
    const again = await app.json(["import", "old.csv", "--from", "csv"]);
    assert.deepEqual([again.result.imported, again.result.present], [0, 2], "doubled");
    assert.equal((await bed.record("alice")).authenticators.length, 1);
  });

  it("foresees in a dry run what earlier rows would have left", async () => {
    const rows = ["A", "B", "C", "D", "A"].map((letter) => `alice,${letter.repeat(32)}`);
    file("many.csv", `subject,secret\n${rows.join("\n")}\n`);
    const dry = await app.json(["import", "many.csv", "--from", "csv", "--dry-run"]);
    const wet = await app.json(["import", "many.csv", "--from", "csv"]);
    assert.deepEqual(refused(dry), ["5 too_many_authenticators"]);
    assert.deepEqual(refused(wet), refused(dry), "a dry run promised something else");
    const { imported, present } = wet.result;
    assert.deepEqual([dry.result.imported, dry.result.present], [imported, present]);
  });

  it("reads standard input, and says what it cannot read", async () => {
    const rows = `subject,secret\nalice,${good}\n`;
    const printed = await app.json(["import", "-", "--from", "csv"], {}, rows);
    assert.deepEqual([printed.exitCode, printed.result.imported], [0, 1]);
    const missing = await app.run(["import", "nowhere.csv", "--from", "csv"]);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /nowhere\.csv cannot be read: ENOENT.*\[import_unreadable\]/);
    assert.equal((await app.run(["import", ".", "--from", "csv"])).exitCode, 2);
    const empty = await app.json(["import", file("empty.csv", ""), "--from", "csv"]);
    assert.deepEqual([empty.exitCode, empty.result.rows], [1, 0], "nothing was there to import");
  });

  it("ends with Ctrl-C between two rows, and goes on without doubling anybody", async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `user-${index},${good}`);
    file("users.csv", `subject,secret\n${rows.join("\n")}\n`);
    const paused = app.start(["import", "users.csv", "--from", "csv", "--json"], { PAUSE: "300" });
    await paused.printed(/halted in the middle/);
    paused.child.kill("SIGINT");
    const ended = await paused.ended;
    assert.equal(ended.exitCode, 130, ended.stderr);
    const { imported, interrupted, refused } = JSON.parse(ended.stdout).result;
    assert.deepEqual([interrupted, refused], [true, 0]);
    assert.ok(imported >= 300 && imported < 1000, `${imported} were imported`);
    assert.equal(app.events().length, imported, "the audit log lost something");
    const rest = await app.json(["import", "users.csv", "--from", "csv"]);
    assert.deepEqual([rest.exitCode, rest.result.present], [0, imported]);
    assert.equal(rest.result.imported, 1000 - imported);
    const status = await app.json(["keys", "status"]);
    assert.equal(status.result.keys[0].secrets, 1000);
  });

  it("ends with Ctrl-C while standard input says nothing", async () => {
    const waiting = app.start(["import", "-", "--from", "csv", "--json"]);
    // A row is one when the next has begun.
    waiting.child.stdin?.write(`subject,secret\nalice,${good}\nbob,${good}\ncar`);
    await untilNothing(async () => (app.events().length > 0 ? null : "no event yet"));
    waiting.child.kill("SIGINT");
    const { exitCode, stdout } = await waiting.ended;
    assert.equal(exitCode, 130);
    assert.equal(JSON.parse(stdout).result.imported, app.events().length);
  });

  it("stops where the key or the store is out of reach, and blames no row for it", async () => {
    file("users.csv", `subject,secret\nalice,${good}\n`);
    const printed = await app.json(["import", "users.csv", "--from", "csv"], {
      SECOND_FACTOR_KEYS: app.env.SECOND_FACTOR_KEYS ?? "",
      MIGRATE: "no",
      DATABASE: `file:${app.path("empty.db")}`,
    });
    assert.equal(printed.exitCode, 2);
    assert.deepEqual(
      printed.problems.map(({ code }) => code),
      ["store_unavailable"],
    );
  });
});
