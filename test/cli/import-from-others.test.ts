import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { manualClock, virtualAuthenticator } from "@second-factor/testing";
import { beforeAll, beforeEach, describe, it } from "vitest";
import { mustAccept, mustBeInside } from "../attacks/attacker/outcomes.js";
import { signedIn } from "../attacks/attacker/sign-in.js";
import { type CliApp, openCliApp } from "./cli-app.js";
import {
  betterAuthTable,
  oldOtplib,
  otplib,
  type Produced,
  plainCsv,
  runBetterAuth,
  speakeasyUsers,
  userName,
} from "./producers.js";
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

/** SECOND_FACTOR_ROWS=10000 for the figure that docs/cli.md has. */
const many = Number(process.env.SECOND_FACTOR_ROWS ?? 1000);
/** A file is written to so often here that only the speed of the disk would be tested. */
const quick = { SYNCHRONOUS: "off" };

async function importAll(produced: Produced, users: number): Promise<void> {
  const { file, text, args, env = {} } = produced;
  writeFileSync(app.path(file), text);
  for (const user of [0, users >> 1, users - 1])
    app.canaries.push({ name: `the secret of ${userName(user)}`, text: produced.secretOf(user) });
  if (env.BETTER_AUTH_SECRET)
    app.canaries.push({ name: "BETTER_AUTH_SECRET", text: env.BETTER_AUTH_SECRET });
  const printed = await app.json(["import", file, ...args], { ...quick, ...env });
  const { rows, imported, refused } = printed.result;
  assert.deepEqual([printed.exitCode, rows, imported, refused], [0, users, users, 0]);

  const bed = await app.serve({ clock: manualClock(Date.now()) });
  for (const user of [0, users >> 1, users - 1]) {
    const browser = await signedIn(bed, userName(user));
    mustAccept(await browser.verify(produced.codeOf(user, bed.clock.now())));
    await mustBeInside(browser);
  }
}

describe("people who come from elsewhere keep the app on their phone", () => {
  it("many of a plain CSV file", () => importAll(plainCsv(many), many));
  it("many of otplib", () => importAll(otplib(many), many));
  it("many of speakeasy", () => importAll(speakeasyUsers(many), many));
  it("many of better-auth", async () => importAll(await betterAuthTable(many), many));
  it("those of otplib before its version 13, with their 80 bits", () =>
    importAll(oldOtplib(20), 20));
});

describe("better-auth", () => {
  it("as it really is: table, key and phones; whoever never confirmed is left out", async () => {
    const clock = manualClock(Date.now());
    const codeOf = (keyUri: string) => virtualAuthenticator(keyUri, clock).code();
    const old = await runBetterAuth(3, codeOf);
    app.canaries.push({ name: "BETTER_AUTH_SECRET", text: old.secret });
    writeFileSync(app.path("twoFactor.json"), JSON.stringify(old.rows));
    writeFileSync(app.path("old-secret"), `${old.secret}\n`);
    const asked = ["import", "twoFactor.json", "--from", "better-auth"];
    const printed = await app.json([...asked, "--better-auth-secret", "file:old-secret"]);
    assert.deepEqual([printed.exitCode, printed.result.imported], [1, 2]);
    assert.deepEqual(
      printed.problems.map(({ code }) => code),
      ["enrollment_unconfirmed"],
    );
    assert.match(printed.result.notes.join(), /backup codes cannot be carried over/);

    const bed = await app.serve({ clock });
    for (const [id, keyUri] of old.keyUris) {
      const browser = await signedIn(bed, id);
      mustAccept(await browser.verify(codeOf(keyUri)));
      await mustBeInside(browser);
    }
    assert.equal((await bed.record(old.unconfirmed)).authenticators.length, 0);
  });

  it("opens nothing with another secret, and says so by line", async () => {
    const produced = await betterAuthTable(3);
    writeFileSync(app.path(produced.file), produced.text);
    const asked = ["import", produced.file, ...produced.args];
    const wrong = await app.json(asked, {
      BETTER_AUTH_SECRET: "another secret of forty characters......",
    });
    assert.equal(wrong.exitCode, 1);
    assert.deepEqual(
      wrong.problems.map(({ line, code }) => `${line} ${code}`),
      [2, 3, 4].map((line) => `${line} secret_not_opened`),
    );
    const none = await app.json(asked);
    assert.deepEqual([none.exitCode, none.problems[0]?.code], [2, "better_auth_secret_missing"]);
    const inArguments = ["--better-auth-secret", "correct-horse-battery"];
    const { exitCode, stderr } = await app.run([...asked, ...inArguments]);
    assert.equal(exitCode, 64, "a secret was taken from the arguments");
    assert.ok(!stderr.includes("correct-horse"), "and repeated");
  });

  it("opens numbered secrets, and those of before they were numbered", async () => {
    const { symmetricEncrypt } = await import("better-auth/crypto");
    const data = "abcdefghijklmnopqrstuvwxyz012345";
    const keys = new Map([
      [2, "the newer secret of better-auth"],
      [1, "the older secret of better-auth"],
    ]);
    const numbered = (currentVersion: number) =>
      symmetricEncrypt({ key: { keys, currentVersion }, data });
    const rows = [
      { userId: "a", secret: await numbered(2) },
      { userId: "b", secret: await numbered(1) },
      { userId: "c", secret: await symmetricEncrypt({ key: "the one before numbers", data }) },
      {
        userId: "d",
        secret: await symmetricEncrypt({
          key: "the one before numbers",
          data: "base32:GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        }),
      },
    ];
    writeFileSync(app.path("rows.json"), JSON.stringify(rows));
    const printed = await app.json(["import", "rows.json", "--from", "better-auth"], {
      BETTER_AUTH_SECRETS: [...keys].map(([version, secret]) => `${version}:${secret}`).join(","),
      BETTER_AUTH_SECRET: "the one before numbers",
    });
    assert.deepEqual([printed.exitCode, printed.result.imported], [0, 4], JSON.stringify(printed));
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    const taken = virtualAuthenticator({ secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }, bed.clock);
    mustAccept(await (await signedIn(bed, "d")).verify(taken.code()));
  });
});
