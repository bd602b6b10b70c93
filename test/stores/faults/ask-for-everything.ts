import assert from "node:assert/strict";
import { mustBeInside, mustBeOutside, mustRefuse } from "../../attacks/attacker/outcomes.js";
import { redeem } from "../../attacks/attacker/sign-in.js";
import type { Reply } from "../../testbed/index.js";
import type { Fault } from "./fault.js";
import type { Ground } from "./ground.js";
import type { People } from "./people.js";

/** The replies to a right code and to a right recovery code. */
export interface Tried {
  readonly codes: readonly Reply[];
  readonly recoveryCode: Reply;
}

/** While the fault lasts. Notes in `waits` how long each refusal took, in milliseconds. */
export async function askForEverything(
  ground: Ground,
  fault: Fault,
  { owner, visitors, otp, recoveryCode }: People,
  waits: number[],
): Promise<Tried> {
  const { bed } = ground;
  const timed = async (asked: Promise<Reply>): Promise<Reply> => {
    const start = performance.now();
    const reply = await asked;
    if (reply.status === 503) waits.push(performance.now() - start);
    return reply;
  };
  const tries = Promise.all([
    timed(visitors[0]!.verify(otp)),
    timed(visitors[1]!.verify(otp)),
    timed(redeem(visitors[2]!, recoveryCode)),
  ]);
  const home = await bed.client().request("GET", "/");
  assert.equal(home.status, 200, "a route that needs no store answers");
  const [first, second, third] = await tries;
  const tried = { codes: [first, second], recoveryCode: third };
  if (fault.effect === "nothing") return tried;
  for (const reply of [first, second, third]) {
    assert.ok(
      fault.effect === "moment" || reply.status === 503,
      `refused while nobody knows: ${reply.status} ${reply.text}`,
    );
    if (reply.status === 503) mustBeOutage(reply);
    assert.ok([200, 401, 503].includes(reply.status), `${reply.status} ${reply.text}`);
  }
  if (fault.effect === "moment") return tried;
  await Promise.all(visitors.slice(0, 3).map(mustBeOutside));

  const runs = bed.handlerRuns();
  await mustBeInside(owner.browser);
  assert.equal(bed.handlerRuns(), runs + 1, "who was let in a moment ago still is");
  const stepUp = () => owner.browser.request("POST", "/transfer", { json: { to: "b", amount: 1 } });
  const begin = () => owner.browser.request("POST", "/2fa/totp/enrollments", { json: {} });
  const replies = await Promise.all([stepUp(), begin()].map(timed));
  if (fault.store === "redis") {
    // Budgets alone are gone: nothing that is not guessed at needs them.
    assert.equal(replies[0]?.status, 200, "a step-up needs no budget");
    mustBeOutage(replies[1]!);
  } else {
    for (const reply of replies) mustBeOutage(reply);
    bed.clock.advance({ seconds: 6 });
    mustBeOutage(await timed(owner.browser.request("GET", "/account")));
    assert.equal(bed.handlerRuns(), runs + 1, "what the guard remembered is over");
  }
  return tried;
}

function mustBeOutage(reply: Reply): void {
  mustRefuse(reply, 503, "store_unavailable");
  assert.ok(Number(reply.headers["retry-after"]) >= 1, "says when to try again");
}
