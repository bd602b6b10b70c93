import assert from "node:assert/strict";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, it, onTestFinished } from "vitest";
import { wrongOtp } from "../../attacks/attacker/guesses.js";
import {
  mustAccept,
  mustBeInside,
  mustBeOutside,
  mustRefuse,
} from "../../attacks/attacker/outcomes.js";
import { enrolled, signedIn } from "../../attacks/attacker/sign-in.js";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { type Ground, startGround } from "./ground.js";
import { until } from "./until.js";

const ofAlice = "WHERE namespace = 'default' AND subject_id = 'alice' FOR UPDATE";

describe("another session of Postgres in the way", () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    const settings = { fsync: "off", deadlock_timeout: "300ms" };
    postgres = await startPostgres({ settings });
  });
  afterAll(() => postgres?.close());

  let ground: Ground;
  let intruder: pg.Client;
  let owner: Awaited<ReturnType<typeof enrolled>>;
  beforeEach(async () => {
    ground = await startGround("express5", postgres);
    onTestFinished(() => ground.close());
    owner = await enrolled(ground.bed, "alice");
    intruder = new pg.Client(ground.databaseUrl);
    await intruder.connect();
    onTestFinished(() => intruder.end());
    await intruder.query("BEGIN");
  });

  const somebodyWaits = async () => {
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    return ((await intruder.query(waiting)).rowCount ?? 0) > 0;
  };

  it("STO-03 a locked row keeps its own subject waiting, until the deadline and nobody else", async () => {
    const { bed } = ground;
    const bob = await enrolled(bed, "bob");
    await intruder.query(`SELECT 1 FROM second_factor_subjects ${ofAlice}`);
    const otp = owner.authenticator.code();
    const visitor = await signedIn(bed, "alice");
    const [right, wrong] = await Promise.all([
      visitor.verify(otp),
      visitor.clone().verify(wrongOtp(owner.authenticator)),
    ]);
    for (const reply of [right, wrong]) mustRefuse(reply, 503, "store_unavailable");
    await mustBeOutside(visitor);
    mustAccept(await (await signedIn(bed, "bob")).verify(bob.authenticator.code()));
    const stepUp = { json: { to: "bob", amount: 1 } };
    mustAccept(await owner.browser.request("POST", "/transfer", stepUp));

    await intruder.query("ROLLBACK");
    await until("nobody waits any more", async () => !(await somebodyWaits()));
    // What had been sent may have been done: once at most, and whole.
    const replies = [await visitor.verify(otp), await (await signedIn(bed, "alice")).verify(otp)];
    const statuses = replies.map(({ status }) => status).join();
    assert.ok(["200,401", "401,401"].includes(statuses), `good once, or used up: ${statuses}`);
    bed.clock.advance({ seconds: 30 });
    const later = await signedIn(bed, "alice");
    mustAccept(await later.verify(owner.authenticator.code()));
    await mustBeInside(later);
  });

  async function deadlock(): Promise<{ readonly status: number; otp: string }> {
    const otp = owner.authenticator.code();
    await intruder.query(`SELECT 1 FROM second_factor_authenticators ${ofAlice}`);
    const verifying = (await signedIn(ground.bed, "alice")).verify(otp);
    await until("the verification waits", somebodyWaits);
    const other = intruder.query(`SELECT 1 FROM second_factor_subjects ${ofAlice}`);
    // One of the two is told that it has lost.
    await other.catch(() => undefined);
    await intruder.query("ROLLBACK");
    return { ...(await verifying), otp };
  }

  it("STO-03 a deadlock that the verification loses is an outage, and its code is still good", async () => {
    await intruder.query("ROLLBACK; SET deadlock_timeout = '5s'; BEGIN");
    const { status, otp } = await deadlock();
    assert.equal(status, 503);
    const replies = [];
    for (let time = 0; time < 2; time += 1) {
      replies.push((await (await signedIn(ground.bed, "alice")).verify(otp)).status);
    }
    assert.deepEqual(replies, [200, 401]);
  });

  it("STO-03 a deadlock that the other session loses is no news", async () => {
    await intruder.query("ROLLBACK; SET deadlock_timeout = '1ms'; BEGIN");
    const { status, otp } = await deadlock();
    assert.equal(status, 200);
    mustRefuse(await (await signedIn(ground.bed, "alice")).verify(otp), 401, "invalid_otp");
  });
});
