import assert from "node:assert/strict";
import { once } from "node:events";
import { manualClock } from "@second-factor/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { mustBeInside, mustRefuse } from "../attacks/attacker/outcomes.js";
import { enrolled, signedIn } from "../attacks/attacker/sign-in.js";
import { type CliApp, openCliApp } from "./cli-app.js";
import { bundleProgram } from "./second-factor.js";
import { atTerminal } from "./terminal.js";

let app: CliApp;
beforeAll(async () => {
  app = await openCliApp(await bundleProgram());
});
afterAll(() => app?.close());

describe("status", () => {
  it("tells support what stands in the app's records, and nothing that lets anybody in", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    const alice = await enrolled(bed, "alice");
    app.canaries.push({ name: "alice's secret", text: alice.secret });
    for (const text of alice.recoveryCodes) app.canaries.push({ name: "a recovery code", text });
    const { epoch } = await bed.record("alice");
    app.canaries.push({ name: "the epoch", text: epoch });

    const { result, exitCode } = await app.json(["status", "alice"]);
    assert.equal(exitCode, 0);
    assert.equal(result.subjectId, "alice");
    assert.equal(result.authenticators.length, 1);
    assert.equal(result.authenticators[0].secret, "opens");
    assert.equal(result.recoveryCodesRemaining, 10);
    assert.match(result.authenticators[0].createdAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const { stdout } = await app.run(["status", "alice"]);
    assert.match(stdout, /^recovery codes {2}10 left$/m);
    assert.match(stdout, /^throttle {8}one code is enough$/m);
  });

  it("tells of a throttled account how many codes it needs", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    const bob = await enrolled(bed, "bob");
    const otp = bob.authenticator.code() === "000000" ? "111111" : "000000";
    for (let tries = 0; tries < 6; tries += 1) await (await signedIn(bed, "bob")).verify(otp);
    const { result } = await app.json(["status", "bob"]);
    assert.equal(result.throttle.codesNeeded, 2);
    assert.equal(result.failures.count, 5);
    const { stdout } = await app.run(["status", "bob"]);
    assert.match(stdout, /2 consecutive codes needed for [\d,]+ seconds more/);
  });

  it("takes ids that begin with a dash, and shows names that would move the cursor as text", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    const odd = { subjectId: "--odd\u001b[2J", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" };
    await bed.engine.importAuthenticator({ ...odd, name: "pho\u001b[31mne" });
    const { result } = await app.json(["status", "--", odd.subjectId]);
    assert.equal(result.authenticators.length, 1);
    const { stdout } = await app.run(["status", "--", odd.subjectId]);
    assert.ok(!stdout.includes("\u001b"), "an escape sequence reached the terminal");
    assert.match(stdout, /pho\ufffd\[31mne/);
  });
});

describe("reset", () => {
  it("voids what the account has, and says in the audit log who did it and why", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    const carl = await enrolled(bed, "carl");
    await mustBeInside(carl.browser);
    const reason = "lost phone, passport seen, ticket 815";
    const asked = ["reset", "carl", "--reason", reason, "--by", "dave", "--yes"];
    const { exitCode, result, problems } = await app.json(asked);
    assert.equal(exitCode, 0);
    assert.deepEqual(result, { subjectId: "carl", reason, actor: "dave" });
    assert.deepEqual(problems, []);
    const event = app.events().at(-1);
    assert.equal(event?.type, "subject.reset");
    assert.deepEqual([event?.subjectId, event?.reason, event?.actor], ["carl", reason, "dave"]);
    assert.equal((await bed.record("carl")).mustEnroll, true);
    const again = await signedIn(bed, "carl");
    mustRefuse(await again.verify(carl.authenticator.code()), 409, "not_enrolled");
  });

  it("changes nothing where nobody can be asked, and says that nothing keeps the reason", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    await enrolled(bed, "dora");
    const before = await bed.record("dora");
    const refused = await app.run(["reset", "dora", "--reason", "a ticket"]);
    assert.equal(refused.exitCode, 64);
    assert.deepEqual(await bed.record("dora"), before, "it was reset without an answer");

    const quiet = { ...app.env, EVENTS: undefined };
    const asked = [
      "reset",
      "dora",
      "--reason",
      "a ticket",
      "--yes",
      "--config",
      app.program.config,
    ];
    const ran = await app.program.run(asked, { env: quiet });
    assert.equal(ran.exitCode, 0, ran.stderr);
    assert.match(ran.stderr, /warning: .*\[events_missing\]/);
  });

  it("asks whoever sits at a terminal, and takes nothing but yes for yes", async () => {
    const bed = await app.serve({ clock: manualClock(Date.now()) });
    await enrolled(bed, "emma");
    const before = await bed.record("emma");
    const { program, env } = app;
    const typed = `"${process.execPath}" "${program.main}" reset emma --reason ticket --config "${program.config}"`;
    for (const [answer, exitCode] of [
      ["", 1],
      ["nope", 1],
      ["yes", 0],
    ] as const) {
      assert.deepEqual(await bed.record("emma"), before, `"${answer}" was not asked for yet`);
      const terminal = atTerminal(typed, { env });
      let shown = "";
      terminal.stdout?.setEncoding("utf8").on("data", (text: string) => {
        if (!shown.includes("[y/N]") && (shown + text).includes("[y/N]"))
          terminal.stdin?.write(`${answer}\r`);
        shown += text;
      });
      const [code] = await once(terminal, "close");
      assert.equal(code, exitCode, shown);
      assert.match(shown, /Void 1 authenticator and 10 recovery codes of "emma"\?/);
    }
    assert.equal((await bed.record("emma")).mustEnroll, true);
  });

  it("tells where the audit log did not take the event", async () => {
    const lost = await app.json(["reset", "nobody", "--reason", "a ticket", "--yes"], {
      EVENTS: "/nowhere/at/all",
    });
    assert.equal(lost.exitCode, 1);
    assert.deepEqual(
      lost.problems.map(({ code }) => code),
      ["events_dropped"],
    );
  });
});
