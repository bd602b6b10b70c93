import assert from "node:assert/strict";
import { virtualAuthenticator } from "@second-factor/testing";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { day, minute } from "../attacker/campaign.js";
import { mustAccept, mustBeInside, mustBeOutside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../attacker/sign-in.js";

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
];
