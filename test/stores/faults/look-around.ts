import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { wrongRun } from "../../attacks/attacker/guesses.js";
import { mustBeInside } from "../../attacks/attacker/outcomes.js";
import { redeem, signedIn } from "../../attacks/attacker/sign-in.js";
import type { Client, Reply } from "../../testbed/index.js";
import type { Tried } from "./ask-for-everything.js";
import type { Fault } from "./fault.js";
import type { Ground } from "./ground.js";
import type { People } from "./people.js";

/** Far more than any recovery takes: what is not back by then will never be. */
const mostMillisecondsUntilBack = 30_000;

/** Three wrong codes ask both stores and cost the account nothing, however often they are refused. */
export async function untilBack({ bed }: Ground, { owner, visitors }: People): Promise<number> {
  const start = performance.now();
  const codes = wrongRun(owner.authenticator, 3);
  for (;;) {
    const { status, text } = await visitors[3]!.verify(codes);
    const passed = performance.now() - start;
    if (status === 401) return passed;
    assert.equal(status, 503, `back, or not yet: ${text}`);
    assert.ok(passed < mostMillisecondsUntilBack, `not back by itself; ${bed.bank.errors.length}`);
    await pause(20);
  }
}

/** Nothing was half done, nothing was done twice, and all of it works again. */
export async function lookAround(
  { bed }: Ground,
  fault: Fault,
  { visitors, otp, recoveryCode }: People,
  tried: Tried,
): Promise<void> {
  const { effect } = fault;
  const untouched = effect === "outage" || fault.store === "redis";
  const record = await bed.record("alice");
  if (effect !== "nothing" && effect !== "moment" && untouched) {
    assert.equal(record.recoveryCodesRemaining, 10, "no recovery code is gone");
    assert.equal(record.failures.count, 0, "nobody is charged for an outage");
  }

  const [fourth, fifth, sixth, seventh] = visitors.slice(4) as [Client, Client, Client, Client];
  const codes = [...tried.codes, await fourth.verify(otp), await fifth.verify(otp)];
  const recoveries = [tried.recoveryCode];
  for (const visitor of [sixth, seventh]) recoveries.push(await redeem(visitor, recoveryCode));
  const accepted = (replies: readonly Reply[]) =>
    replies.filter(({ status }) => status === 200).length;
  const told = (replies: readonly Reply[]) => replies.map(({ status }) => status).join();
  for (const [what, replies] of Object.entries({ code: codes, "recovery code": recoveries })) {
    assert.ok(accepted(replies) <= 1, `a ${what} is good once: ${told(replies)}`);
    const mustBeGood = untouched && effect !== "moment";
    if (mustBeGood) assert.equal(accepted(replies), 1, `and once it is: ${told(replies)}`);
  }

  bed.clock.advance({ seconds: 90 });
  const later = await signedIn(bed, "bob");
  const bob = await later.enroll("bob");
  bed.clock.advance({ seconds: 30 });
  const back = await signedIn(bed, "bob");
  assert.equal((await back.verify(bob.authenticator.code())).status, 200, "all of it works again");
  await mustBeInside(back);
  assert.deepEqual(bed.bank.errors, [], "the host's error handling saw none of it");
}
