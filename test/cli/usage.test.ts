import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type CliApp, newKey, openCliApp } from "./cli-app.js";
import { bundleProgram, type Program } from "./second-factor.js";

let program: Program;
let app: CliApp;
beforeAll(async () => {
  program = await bundleProgram();
  app = await openCliApp(program);
});
afterAll(() => app?.close());

describe("what is written wrongly", () => {
  it.each([[["frob"]], [["status", ""]], [["reset", "alice", "--reason", "a reason"]]])(
    "%j exits with 64 and says what to do, to people and to machines",
    async (args) => {
      const [ran, printed] = await Promise.all([app.run(args), app.json(args)]);
      assert.equal(ran.exitCode, 64, ran.stderr);
      assert.equal(ran.stdout, "", "standard output is for what was asked for");
      assert.match(ran.stderr, /^error: .*\[(usage|confirmation_needed)\]$/m);
      assert.doesNotMatch(ran.stderr, /^ {4}at /m, "a stack trace");
      assert.equal(printed.problems.length, 1);
      assert.match(printed.problems[0]?.code ?? "", /^(usage|confirmation_needed)$/);
    },
  );

  it("never repeats what looks like a secret", async () => {
    const key = newKey("k9");
    for (const args of [
      ["keys", "rotate", key],
      ["keys", "rewrap", "--to", "a", "--keys", key],
      [`--key=${key}`],
    ]) {
      const ran = await program.run([...args, "--config", program.config], { env: app.env });
      assert.equal(ran.exitCode, 64, ran.stderr);
      assert.ok(!(ran.stdout + ran.stderr).includes(key.slice(3, 20)), "the key was repeated");
    }
  });
});

describe("the configuration module", () => {
  it("is missed by name where there is none", async () => {
    const ran = await program.run(["keys", "status"], { cwd: app.folder, env: app.env });
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /second-factor\.config\.js.*\[config_missing\]/);
  });

  it("is found in the working directory, and says what it does not export", async () => {
    writeFileSync(app.path("second-factor.config.mjs"), "export const nothing = 1;\n");
    const ran = await program.run(["keys", "status"], { cwd: app.folder, env: app.env });
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /exports no "options".*\[config_failed\]/);
  });

  it("may be TypeScript, where Node reads that", async () => {
    writeFileSync(app.path("app.config.ts"), "export const options: number = 1;\n");
    const ran = await program.run(["keys", "status", "--config", "app.config.ts"], {
      cwd: app.folder,
      env: app.env,
    });
    assert.equal(ran.exitCode, 2);
    const strips = (process.features as { typescript?: unknown }).typescript;
    const expected = strips ? /\[config_failed\]|\[records_/ : /\[typescript_not_stripped\]/;
    assert.match(ran.stderr, expected);
  });

  it("is told of without its stack, and without what it put into its error", async () => {
    const failing =
      "throw new Error('no ' + process.env.APP_SECRET + ' postgres://a:hunter22@db/x');\n";
    writeFileSync(app.path("failing.mjs"), failing);
    const env = { ...app.env, APP_SECRET: "correct horse battery" };
    const asked = ["status", "alice", "--config", "failing.mjs"];
    const ran = await program.run(asked, { cwd: app.folder, env });
    assert.equal(ran.exitCode, 2);
    assert.match(
      ran.stderr,
      /failing\.mjs could not be loaded: Error: no \[hidden\].*\[config_failed\]/,
    );
    assert.doesNotMatch(ran.stderr, /^ {4}at /m);
    const debugged = await program.run([...asked, "--debug"], { cwd: app.folder, env });
    assert.match(debugged.stderr, /^ {4}at .*failing\.mjs/m, "--debug shows where it comes from");
    assert.doesNotMatch(ran.stderr + debugged.stderr, /correct horse|hunter22/);
  });

  it("passes our own errors on with code and remedy", async () => {
    const ran = await app.run(["status", "alice"], { SECOND_FACTOR_KEYS: "k1:c2hvcnQ=" });
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /^error: Key 1 of 1 has 5 bytes, not 32\. \[key_wrong_length\]$/m);
    assert.match(ran.stderr, /configuration-errors\.md#key_wrong_length/);
  });

  it("is closed at the end, and one that never closes does not hold the program", async () => {
    const hanging =
      "setInterval(() => {}, 1000);\nexport const masterKeys = () => { throw new Error('no'); };\n";
    writeFileSync(app.path("hanging.mjs"), hanging);
    const args = ["keys", "generate", "--master", "a", "--config", "hanging.mjs"];
    const ran = await program.run(args, { cwd: app.folder, env: app.env });
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /\[unexpected\]/);
  });
});

describe("records in the app's memory", () => {
  it("are not looked for in another process", async () => {
    const wrapped = `
      import { options as made } from ${JSON.stringify(`file://${program.config}`)};
      const options = made();
      const records = { ...options.records, durability: "process" };
      export { wrapped as options };
      const wrapped = { ...options, records, development: true };
    `;
    writeFileSync(app.path("memory.mjs"), wrapped);
    for (const args of [
      ["status", "alice"],
      ["keys", "status"],
      ["keys", "rotate"],
    ]) {
      const asked = [...args, "--config", "memory.mjs"];
      const ran = await program.run(asked, { cwd: app.folder, env: app.env });
      assert.equal(ran.exitCode, 2);
      assert.match(ran.stderr, /\[memory_records\]/);
    }
  });
});
