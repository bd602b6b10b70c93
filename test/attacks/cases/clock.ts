import assert from "node:assert/strict";
import { virtualAuthenticator } from "@second-factor/testing";
import type { Client, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { day, minute } from "../attacker/campaign.js";
import { wrongOtps } from "../attacker/guesses.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

/** An operator ends the wait for one account at once, with a new enrollment, and the log says why. */
async function mustEndByReset(bed: Testbed): Promise<void> {
  bed.clock.advance({ seconds: day });
  const bob = await enrolled(bed, "bob");
  mustAccept(await bob.browser.verify(bob.authenticator.code()));
  bed.clock.advance({ seconds: -day });
  const locked = await signedIn(bed, "bob");
  mustRefuse(await locked.verify(bob.authenticator.code()), 503, "clock_regression");

  const reason = "the clock was set back";
  await bed.engine.reset("bob", { reason, actor: "dave" });
  const told = bed.events.findLast((event) => event.type === "subject.reset");
  assert.deepEqual([told?.subjectId, told?.reason, told?.actor], ["bob", reason, "dave"]);
  const anew = await enrolled(bed, "bob");
  mustAccept(await (await signedIn(bed, "bob")).verify(anew.authenticator.code()));
}

/** The server's clock, the device's, and what can be made of the difference. */
export const clockCases: readonly AttackCase[] = [
  {
    id: "CLK-02",
    title: "the server's clock is a day ahead while alice signs in, then it is set right",
    gate: false,
    async attack(base) {
      for (const authenticatedAt of [false, true]) {
        await withBed(base, { authenticatedAt }, async (bed) => {
          const alice = await enrolled(bed, "alice");
          bed.clock.advance({ seconds: day });
          const ahead = await signedIn(bed, "alice");
          mustAccept(await ahead.verify(alice.authenticator.code()));
          // A change of what she holds, dated tomorrow.
          const replaced = await ahead.request("POST", "/2fa/recovery-codes", { json: {} });
          const { recoveryCodes } = replaced.json<{ recoveryCodes: string[] }>();
          bed.clock.advance({ seconds: -day });

          await mustBeOutside(ahead);
          const { authenticators } = await bed.record("alice");
          const browser = await signedIn(bed, "alice");
          for (const codes of [1, 2, 3] as const) {
            const reply = await browser.verify(alice.authenticator.codes(codes).join(" "));
            mustRefuse(reply, 503, "clock_regression");
            const wait = Number(reply.headers["retry-after"]);
            assert.ok(wait > 0 && wait <= day + minute, `no longer than the jump: ${wait} s`);
          }
          const { authenticators: after, failures } = await bed.record("alice");
          assert.deepEqual(after, authenticators, "the step is never lowered");
          assert.equal(failures.count, 0);
          assert.ok(
            bed.events.some(({ type }) => type === "clock.regression"),
            "an alarm",
          );
          mustAccept(await redeem(browser, recoveryCodes[0] ?? ""));
          await mustBeInside(browser);

          await mustEndByReset(bed);

          bed.clock.advance({ seconds: day + minute });
          mustAccept(await (await signedIn(bed, "alice")).verify(alice.authenticator.code()));
        });
      }
    },
  },
  {
    id: "CLK-04",
    title: "devices whose clocks are off by just less and just more than the window",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      for (const into of [0, 15, 29]) {
        for (const skewSeconds of [-29, -31, -59, -61, 29, 31, 59, 61]) {
          bed.clock.set(Math.ceil(bed.clock.now() / 900_000 + 1) * 900_000 + into * 1000);
          const device = virtualAuthenticator(alice.keyUri, bed.clock, { skewSeconds });
          const steps = Math.floor((into + skewSeconds) / 30);
          const browser = await signedIn(bed, "alice");
          const reply = await browser.verify(device.code());
          const expected = Math.abs(steps) <= 1 ? 200 : 401;
          assert.equal(reply.status, expected, `${into} s into the step, ${skewSeconds} s off`);
        }
      }
    },
  },
  {
    id: "CLK-08",
    title: "a device that drifts a little with each success, to drag the window along",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      for (const direction of [-1, 1]) {
        for (let success = 0; success < 10; success += 1) {
          bed.clock.advance({ seconds: 10 * minute });
          const browser = await signedIn(bed, "alice");
          mustAccept(await browser.verify(alice.authenticator.code(direction)));
        }
        bed.clock.advance({ seconds: 15 * minute });
        const thief = await signedIn(bed, "alice");
        for (const steps of [2, 3, 4]) {
          const otp = alice.authenticator.code(direction * steps);
          mustRefuse(await thief.verify(otp), 401, "invalid_otp");
        }
        await mustBeOutside(thief);
      }
    },
  },
  {
    id: "CLK-10",
    title: "a thief with codes of all times fishes for the hint at the device's clock",
    gate: false,
    async attack(bed) {
      const alice = await enrolled(bed, "alice");
      const hintFor = async (browser: Client, otp: string) => {
        const reply = await browser.verify(otp);
        mustRefuse(reply, 401, "invalid_otp");
        return reply.json<{ clockHint?: { seconds: number } }>().clockHint;
      };
      for (const steps of [-20, -6, -4, 2, 20]) {
        bed.clock.advance({ seconds: day });
        const thief = await signedIn(bed, "alice");
        const codes = [alice.authenticator.code(steps)];
        assert.equal(await hintFor(thief, codes[0] ?? ""), undefined, "one code");
        assert.equal(await hintFor(thief, codes[0] ?? ""), undefined, "the same again");
        const other = await signedIn(bed, "alice");
        bed.clock.advance({ seconds: 30 });
        codes.push(alice.authenticator.code(steps));
        assert.equal(await hintFor(other, codes[1] ?? ""), undefined, "one in each session");
        const second = await hintFor(thief, codes[1] ?? "");
        // A code that is still to come, or half of a pair or of three, is told nothing of.
        const expected = steps < -5 ? { seconds: steps * 30 } : undefined;
        assert.deepEqual(second, expected, `two codes ${steps} steps off`);
        await mustBeOutside(thief);
      }

      // Codes of tomorrow's device: the hint comes when they are worth nothing, and opens nothing.
      bed.clock.advance({ seconds: day });
      const thief = await signedIn(bed, "alice");
      for (const _ of [1, 2]) {
        assert.equal(await hintFor(thief, alice.authenticator.code(4)), undefined);
        bed.clock.advance({ seconds: 30 });
      }
      bed.clock.advance({ seconds: 3 * 30 });
      const [wrong = "", later = ""] = wrongOtps(alice.authenticator, 2);
      assert.equal(await hintFor(thief, wrong), undefined, "the last of three in a row");
      bed.clock.advance({ seconds: 5 * 30 });
      assert.deepEqual(await hintFor(thief, later), { seconds: 120 });
      await mustBeOutside(thief);
    },
  },
];
