import assert from "node:assert/strict";
import { connect } from "node:net";
import type { Client, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { day, guess, minute, spendEverything, spendLongTerm } from "../attacker/campaign.js";
import { wrongOtp, wrongRecoveryCode } from "../attacker/guesses.js";
import { memoryUsed } from "../attacker/memory-used.js";
import { byStatus, mustAccept, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { pause } from "../attacker/pause.js";
import { askForRecovery, cancel, recovering, ticketOf } from "../attacker/recovering.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";
import { nextSignIn } from "../attacker/trusting.js";
import { watchedStores } from "../attacker/watched-stores.js";

/** A request whose body never comes to its end. */
function halfSent(bed: Testbed, client: Client, body: string): () => void {
  const { port, host } = new URL(bed.origin);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => undefined);
  const lines = [
    "POST /2fa/verify HTTP/1.1",
    `Host: ${host}`,
    `Cookie: ${client.cookies.header() ?? ""}`,
    "Content-Type: application/json",
    "Sec-Fetch-Site: same-origin",
    "Content-Length: 100",
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  return () => socket.destroy();
}

/** Asked for, ended by a link that the attacker reads too, and asked for again. */
async function floodWithRecoveries(bed: Testbed): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await askForRecovery(await signedIn(bed, "alice"));
    await cancel(bed.client(), ticketOf(bed, "recovery_requested", "alice"));
  }
}

/** Whoever has the password, or nothing at all, must not be able to keep the owner out. */
export const denialCases: readonly AttackCase[] = [
  {
    id: "DOS-01",
    title: "the owner's thirty failures and short budgets spent with the stolen password",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      await spendLongTerm(bed, "alice", alice.authenticator);
      await guess(bed, "alice", alice.authenticator, 6);
      // Not even her own cookies are needed: any browser will do.
      const browser = await signedIn(bed, "alice");
      mustRefuse(await browser.verify(alice.authenticator.code()), 429, "too_many_attempts");
      bed.clock.advance({ seconds: 30 });
      mustAccept(await browser.verify(alice.authenticator.codes(2).join(" ")));
      await mustBeInside(browser);
      const other = await signedIn(bed, "alice");
      mustAccept(await redeem(other, alice.recoveryCodes[0] ?? ""));
      await mustBeInside(other);

      // From now on both are known: what is spent elsewhere is nothing to them.
      await guess(bed, "alice", alice.authenticator, 6);
      bed.clock.advance({ seconds: 30 });
      const known = await nextSignIn(bed, "alice", other);
      mustAccept(await known.verify(alice.authenticator.code()));
    },
    // A lock: the thirty failures close the longer forms too.
    mutant: {
      file: "packages/core/src/verification/verify-otp.ts",
      find: 'const closedFor = lane === "single" ? singleClosedFor(failures, settings, now) : 0;',
      replace: "const closedFor = singleClosedFor(failures, settings, now);",
    },
  },
  {
    id: "DOS-02",
    title: "locking alice out without her password",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const stranger = bed.client();
      const mallory = await signedIn(bed, "mallory");
      for (let tries = 0; tries < 40; tries += 1) {
        const json = { otp: wrongOtp(alice.authenticator), subjectId: "alice", username: "alice" };
        mustRefuse(
          await stranger.request("POST", "/2fa/verify", { json }),
          401,
          "sign_in_required",
        );
        mustRefuse(await mallory.request("POST", "/2fa/verify", { json }), 409, "not_enrolled");
      }
      assert.equal((await bed.record("alice")).failures.count, 0);
      mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code()));
    },
  },
  {
    id: "DOS-03",
    title: "a million other keys, to push the spent budget of one account out of memory",
    gate: true,
    // Nothing of a framework takes part.
    variants: ["express5"],
    async attack(bed) {
      const budget = { name: "flood", points: 5, durationSeconds: 900 };
      const limiter = bed.limits.limiter(budget, bed.clock);
      const refused = async () =>
        limiter.consume("alice").then(
          () => false,
          () => true,
        );
      for (let tries = 0; tries < 5; tries += 1) await limiter.consume("alice");
      await limiter.consume("the oldest");
      bed.clock.advance({ seconds: 1 });
      const before = memoryUsed();
      for (let key = 0; key < 1_000_000; key += 1) {
        await limiter.consume(`account-${key}`);
        if (key % 250_000 === 0) assert.ok(await refused(), "refused throughout");
      }
      assert.ok(await refused(), "still refused when a million keys came after it");
      assert.equal(await limiter.get("the oldest"), null, "what is not spent made room");
      const grown = memoryUsed() - before;
      assert.ok(grown < 200, `bounded: ${grown.toFixed()} MB for a million keys`);
      bed.clock.advance({ seconds: 900 });
      assert.equal(await refused(), false, "and no longer than its window");
    },
    mutant: {
      file: "packages/core/src/stores/memory-limits.ts",
      find: "spent.evictOldest(isOver) || open.evictOldest()",
      replace: "spent.evictOldest() || open.evictOldest()",
    },
  },
  {
    id: "DOS-05",
    title: "a flood of recovery codes, for the work that each of them makes",
    gate: false,
    async attack(base) {
      const { records, limits, calls } = watchedStores(base);
      await withBed(base, { engine: { records, limits } }, async (bed) => {
        const alice = await enrolled(bed, "alice");
        const thief = await signedIn(bed, "alice");
        const flood = () =>
          Promise.all(
            Array.from({ length: 200 }, (_, index) =>
              redeem(thief.clone(), wrongRecoveryCode(index)),
            ),
          );
        calls.length = 0;
        assert.deepEqual(byStatus([...(await flood()), ...(await flood())]), { 401: 10, 429: 390 });
        const asked = calls.filter((call) => call === "records.redeemRecoveryCode").length;
        assert.ok(asked <= 60, `the address ends the work: ${asked} of 400 reached the row`);
        bed.clock.advance({ seconds: 15 * minute });
        const browser = await signedIn(bed, "alice");
        mustAccept(await redeem(browser, alice.recoveryCodes[0] ?? ""));
      });
    },
  },
  {
    id: "DOS-08",
    title: "bodies that never end, in alice's own session",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      const ends = Array.from({ length: 20 }, () =>
        halfSent(bed, thief, `{"otp":"${wrongOtp(alice.authenticator)}"`),
      );
      await pause(50);
      const before = await bed.record("alice");
      // Neither the same session nor the account waits for them.
      mustAccept(await thief.clone().verify(alice.authenticator.code()));
      for (const end of ends) end();
      await pause(50);
      assert.deepEqual((await bed.record("alice")).failures, before.failures, "nothing counted");
      const reply = await (await signedIn(bed, "alice")).verify(wrongOtp(alice.authenticator));
      assert.equal(reply.json().attemptsRemaining, 4, "nothing spent");
    },
  },
  {
    id: "DOS-11",
    title: "burying the owner under notices",
    gate: false,
    bed: recovering,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      bed.notices.length = 0;
      for (let today = 0; today < 30; today += 1) {
        await guess(bed, "alice", alice.authenticator, 10);
        if (today % 10 === 0) await spendEverything(bed, "alice", alice.authenticator);
        if (today % 10 === 5) await floodWithRecoveries(bed);
        bed.clock.advance({ seconds: day });
      }
      const about = (kind: string) => bed.notices.filter((notice) => notice.kind === kind).length;
      assert.equal(about("guessing_suspected"), 6, "one for each five of 30");
      assert.equal(about("recovery_requested"), 3 * 3, "three on each day of recoveries");
      assert.equal(about("recovery_canceled"), 3 * 3);
      assert.equal(bed.notices.length, 6 + 3 * 6, "and no other");
    },
  },
];
