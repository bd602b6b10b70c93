import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { engineFor } from "../../testbed/engine-for.js";
import type { Client, Enrolled, Reply } from "../../testbed/index.js";
import { wrongOtps } from "../attacker/guesses.js";
import { byStatus, mustHaveNoOutage } from "../attacker/outcomes.js";
import {
  approvedRecovery,
  cancel,
  complete,
  recovering,
  ticketOf,
} from "../attacker/recovering.js";
import { redeem, signedIn } from "../attacker/sign-in.js";
import { type Fleet, startFleet } from "./fleet.js";

const codesOf = (reply: Reply) => reply.json<{ recoveryCodes: string[] }>().recoveryCodes;

/** Four processes that share one SQLite file: what one process decides by not awaiting, these must decide in the row. */
describe("several processes on one database", () => {
  let fleet: Fleet;
  // Their clocks differ; what they share must not care.
  const skews = [-20, -7, 7, 20];
  beforeAll(async () => {
    fleet = await startFleet(skews);
  });
  afterAll(() => fleet?.close());

  /** A user of each test's own, once the address has its budget back. */
  async function enroll(user: string): Promise<Enrolled> {
    await fleet.advance(3600);
    const owner = await fleet.members[2]!.client().enroll(user);
    await fleet.advance(60);
    return owner;
  }

  /** So many sign-ins, spread over the processes. */
  const signIns = (user: string, count: number): Promise<Client[]> =>
    Promise.all(
      Array.from({ length: count }, (_, index) => signedIn(fleet.members[index % 4]!, user)),
    );

  it("CLK-03 takes one code once, however the clocks of the processes differ", async () => {
    const { authenticator } = await enroll("clara");
    for (const seconds of [0, 10, 15, 29]) {
      await fleet.advance(120 + seconds);
      const browsers = await signIns("clara", 8);
      const otp = authenticator.code();
      const replies = await Promise.all(browsers.map((browser) => browser.verify(otp)));
      mustHaveNoOutage(replies);
      assert.equal(byStatus(replies)[200], 1, `${seconds} s: ${JSON.stringify(byStatus(replies))}`);
      const later = await signIns("clara", 4);
      for (const browser of later) assert.notEqual((await browser.verify(otp)).status, 200);
      await fleet.advance(900 - seconds);
    }
  });

  it("takes one code once, sent 200 times at once (as in REP-08, which asks for Redis)", async () => {
    const { authenticator } = await enroll("rosa");
    const before = await fleet.count("verification.accepted");
    const browsers = await signIns("rosa", 20);
    const otp = authenticator.code();
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, index) => browsers[index % 20]!.clone().verify(otp)),
    );
    mustHaveNoOutage(replies);
    assert.equal(byStatus(replies)[200], 1, JSON.stringify(byStatus(replies)));
    assert.equal((await fleet.count("verification.accepted")) - before, 1);
  });

  it("BRU-04 compares no more than the budget for fifty sessions of five guesses", async () => {
    const { authenticator } = await enroll("bruno");
    const before = await fleet.count("verification.invalid");
    const sessions = await signIns("bruno", 50);
    const otps = wrongOtps(authenticator, 5);
    const replies = await Promise.all(
      sessions.flatMap((thief) => otps.map((otp) => thief.clone().verify(otp))),
    );
    mustHaveNoOutage(replies);
    assert.deepEqual(byStatus(replies), { 401: 5, 429: 245 });
    assert.equal((await fleet.count("verification.invalid")) - before, 5);
  });

  it("BRU-08 BRU-36 compares and counts exactly five of 200 wrong codes at once", async () => {
    const { authenticator } = await enroll("willa");
    const before = await fleet.count("verification.invalid");
    const thieves = await signIns("willa", 4);
    const replies = await Promise.all(
      wrongOtps(authenticator, 200).map((otp, index) => thieves[index % 4]!.clone().verify(otp)),
    );
    assert.deepEqual(byStatus(replies), { 401: 5, 429: 195 });
    assert.equal((await fleet.count("verification.invalid")) - before, 5, "compared");
    assert.equal((await fleet.records.load("willa")).failures.count, 5, "counted");
  });

  it("REC-02 redeems one recovery code once, sent 200 times at once", async () => {
    const { recoveryCodes } = await enroll("rena");
    const browsers = await signIns("rena", 20);
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        redeem(browsers[index % 20]!.clone(), recoveryCodes[0] ?? ""),
      ),
    );
    mustHaveNoOutage(replies);
    assert.equal(byStatus(replies)[200], 1, JSON.stringify(byStatus(replies)));
    assert.equal((await fleet.records.load("rena")).recoveryCodesRemaining, 9);
  });

  it("REC-03 loses neither of two recovery codes that are redeemed at once", async () => {
    const { recoveryCodes } = await enroll("rico");
    for (let round = 0; round < 4; round += 1) {
      const browsers = await signIns("rico", 2);
      const pair = recoveryCodes.slice(2 * round, 2 * round + 2);
      const replies = await Promise.all(pair.map((code, index) => redeem(browsers[index]!, code)));
      assert.deepEqual(byStatus(replies), { 200: 2 });
      const { recoveryCodesRemaining } = await fleet.records.load("rico");
      assert.equal(recoveryCodesRemaining, 8 - 2 * round);
    }
  });

  it("REC-10 leaves one set of recovery codes after fifty regenerations at once", async () => {
    const { authenticator, recoveryCodes } = await enroll("rita");
    const browsers: Client[] = [];
    for (const member of fleet.members) {
      await fleet.advance(60);
      const browser = await signedIn(member, "rita");
      assert.equal((await browser.verify(authenticator.code())).status, 200);
      browsers.push(browser);
    }
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        browsers[index % 4]!.clone().request("POST", "/2fa/recovery-codes", { json: {} }),
      ),
    );
    mustHaveNoOutage(replies);
    const shown = replies.filter(({ status }) => status === 200).map(codesOf);
    assert.ok(shown.length > 0, JSON.stringify(byStatus(replies)));
    const thief = await signedIn(fleet.members[0]!, "rita");
    const good: string[][] = [];
    for (const [first = "", ...others] of [...shown, recoveryCodes]) {
      if ((await redeem(thief, first)).status === 200) good.push(others);
    }
    assert.equal(good.length, 1, "one set and no other");
    for (const code of good[0] ?? []) assert.equal((await redeem(thief, code)).status, 200);
  });

  it("REC-21 ends each recovery once: its ticket in one process, its cancellation in another", async () => {
    await fleet.advance(3600);
    // Support works in a process of its own.
    const records = { durability: "durable", forNamespace: () => fleet.records } as const;
    const { clock } = fleet;
    const engine = { ...recovering.engine, records };
    const support = engineFor("https://bank.example", { clock, engine });
    const users = Array.from({ length: 24 }, (_, index) => `racer-${index}`);
    const member = (index: number) => fleet.members[index % 4]!;
    await Promise.all(users.map((user, index) => member(index).client().enroll(user)));
    const here = await Promise.all(users.map((user, index) => signedIn(member(index), user)));
    const tickets = await Promise.all(users.map((user) => approvedRecovery(support, user)));
    const races = await Promise.all(
      users.map((user, index) =>
        Promise.all([
          complete(here[index]!, tickets[index]),
          cancel(member(index + 1).client(), ticketOf(support, "recovery_requested", user)),
        ]),
      ),
    );
    for (const [index, user] of users.entries()) {
      const [completed, canceled] = races[index]!;
      const { recovery, authenticators } = await fleet.records.load(user);
      const ended = canceled.status === 204;
      assert.deepEqual([completed.status, canceled.status], ended ? [404, 204] : [204, 404], user);
      assert.equal(recovery?.state, ended ? "canceled" : "completed", user);
      assert.equal(authenticators.length, ended ? 1 : 0, user);
    }
  });
});
