import assert from "node:assert/strict";
import type { AttackCase } from "../attack-case.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, signedIn } from "../attacker/sign-in.js";

const matching = "packages/core/src/verification/match-authenticators.ts";
const oneStep = "return step === null ? null : { first: step, last: step };";
/** The memory of a per-code cache: only the very code that was used last is known as used. */
const perCodeCache = {
  file: matching,
  find: oneStep,
  replace:
    "return step === null ? null : step === lastStep ? { first: step, last: step } : { first: Math.max(step, lastStep + 1), last: Math.max(step, lastStep + 1) };",
};

/** A code opens one door once, whichever clock or session it comes back with. */
export const replayCases: readonly AttackCase[] = [
  {
    id: "REP-01",
    title: "the same code again, from a second sign-in, within its own step",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const [first, second] = [await signedIn(bed, "alice"), await signedIn(bed, "alice")];
      const otp = alice.authenticator.code();
      mustAccept(await first.verify(otp));
      mustRefuse(await second.verify(otp), 401, "invalid_otp");
      await mustBeOutside(second);
      const replays = bed.events.filter(({ type }) => type === "verification.replayed");
      assert.equal(replays.length, 1, "the audit log tells a replay from a wrong code");
    },
    mutant: {
      file: "packages/core/src/stores/memory-records.ts",
      find: "held.lastStep < first ? { ...held, lastStep: last, lastUsedAt: at } : null",
      replace: "held.lastStep < first ? { ...held, lastUsedAt: at } : null",
    },
  },
  {
    id: "REP-02",
    title: "a used code one step later, while the window still reaches back to it",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const otp = alice.authenticator.code();
      mustAccept(await (await signedIn(bed, "alice")).verify(otp));
      const thief = await signedIn(bed, "alice");
      bed.clock.advance({ seconds: 30 });
      mustRefuse(await thief.verify(otp), 401, "invalid_otp");
      await mustBeOutside(thief);
    },
    // The clock's step is remembered instead of the code's.
    mutant: {
      file: matching,
      find: oneStep,
      replace:
        "return step === null ? null : { first: timeStep(now, parameters.period), last: timeStep(now, parameters.period) };",
    },
  },
  {
    id: "REP-03",
    title: "an older code of the window that nobody used, after a newer one was accepted",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      bed.clock.advance({ seconds: 30 });
      const [older, current] = [alice.authenticator.code(-1), alice.authenticator.code()];
      mustAccept(await (await signedIn(bed, "alice")).verify(current));
      const thief = await signedIn(bed, "alice");
      mustRefuse(await thief.verify(older), 401, "invalid_otp");
      await mustBeOutside(thief);
    },
    mutant: perCodeCache,
  },
  {
    id: "REP-04",
    title: "a fast clock used the next step's code; then the current and the previous code",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      bed.clock.advance({ seconds: 30 });
      mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code(1)));
      const thief = await signedIn(bed, "alice");
      for (const steps of [0, -1]) {
        mustRefuse(await thief.verify(alice.authenticator.code(steps)), 401, "invalid_otp");
      }
      await mustBeOutside(thief);
    },
    mutant: perCodeCache,
  },
  {
    id: "REP-05",
    title: "the other way round: the next step's code is a fresh one and must be taken",
    gate: true,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code()));
      const next = await signedIn(bed, "alice");
      bed.clock.advance({ seconds: 30 });
      mustAccept(await next.verify(alice.authenticator.code()));
      await mustBeInside(next);
    },
    // A whole period is blocked after each use.
    mutant: {
      file: "packages/core/src/verification/accept-matches.ts",
      find: "steps.first > authenticator.lastStep\n",
      replace: "steps.first > authenticator.lastStep + 1\n",
    },
  },
  {
    id: "REP-14",
    title:
      "a used code one second after its period, when a short-lived memory would have forgotten it",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const otp = alice.authenticator.code();
      mustAccept(await (await signedIn(bed, "alice")).verify(otp));
      const thief = await signedIn(bed, "alice");
      for (const seconds of [29, 2, 28]) {
        bed.clock.advance({ seconds });
        mustRefuse(await thief.verify(otp), 401, "invalid_otp");
      }
      await mustBeOutside(thief);
    },
  },
  {
    id: "REP-15",
    title: "a code that is right for two adjacent steps, used once and then kept for the second",
    gate: true,
    async attack(bed) {
      const now = 1_771_837_230_000;
      bed.clock.set(now - 60_000);
      const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
      await bed.engine.importAuthenticator({ subjectId: "alice", secret });
      bed.clock.set(now);
      mustAccept(await (await signedIn(bed, "alice")).verify("963181"));
      const thief = await signedIn(bed, "alice");
      // In the last one only the later of the two steps is left in the window.
      for (let step = 0; step < 3; step += 1) {
        mustRefuse(await thief.verify("963181"), 401, "invalid_otp");
        bed.clock.advance({ seconds: 30 });
      }
      await mustBeOutside(thief);
    },
    mutant: {
      file: "packages/core/src/otp/match-steps.ts",
      find: "match = { first, last: step }",
      replace: "match ??= { first, last: step }",
    },
  },
  {
    id: "REP-17",
    title: "the code that confirmed the enrollment, straight after at the door",
    gate: true,
    async attack(bed) {
      const { authenticator } = await bed.client().enroll("alice");
      const thief = await signedIn(bed, "alice");
      mustRefuse(await thief.verify(authenticator.code()), 401, "invalid_otp");
      await mustBeOutside(thief);
    },
    mutant: {
      file: "packages/core/src/authenticators/confirm-enrollment.ts",
      find: "lastStep: step,",
      replace: "lastStep: 0,",
    },
  },
];
