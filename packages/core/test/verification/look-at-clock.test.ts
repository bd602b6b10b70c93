import { Secret, TOTP } from "otpauth";
import { describe, expect, it, vi } from "vitest";
import { crypto as nodeCrypto } from "../../src/crypto/node.js";
import { defaultTotpParameters } from "../../src/otp/totp-parameters.js";
import type { AuthenticatorRecord } from "../../src/stores/subject-record.js";
import type { Suite } from "../../src/suite.js";
import type { ClockSightings } from "../../src/verification/clock-sighting.js";
import { lookAtClock } from "../../src/verification/look-at-clock.js";
import { inProcessApp, start } from "../app/in-process-app.js";

const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

type App = ReturnType<typeof inProcessApp>;
type Session = ReturnType<App["signIn"]>;

/** Tries a code and reads the answer. */
async function answer(session: Session, otp: string) {
  const reply = await session.send("POST", "/verify", { json: { otp } });
  return { status: reply.status, ...JSON.parse(reply.body) };
}

async function enrolledLongAgo() {
  const app = inProcessApp();
  const { secret } = await app.enrolled("alice");
  app.advance(3600);
  return { app, secret, browser: app.signIn("alice") };
}

describe("the hint at a device's clock", () => {
  it.each([-20, -8, -5])(
    "tells by how much it is slow after a second code %i steps off",
    async (off) => {
      const { app, secret, browser } = await enrolledLongAgo();
      expect(await answer(browser, app.code(secret, off))).not.toHaveProperty("clockHint");
      app.advance(30);
      const second = await answer(browser, app.code(secret, off));
      expect(second).toMatchObject({
        status: 401,
        code: "invalid_otp",
        clockHint: { seconds: off * 30 },
      });
      expect(app.events.at(-1)).toMatchObject({ type: "verification.invalid", offset: off });
    },
  );

  it("comes for a fast device only when neither code can be accepted any more", async () => {
    const { app, secret, browser } = await enrolledLongAgo();
    const codes = [app.code(secret, 4)];
    await answer(browser, codes[0] ?? "");
    app.advance(30);
    codes.push(app.code(secret, 4));
    expect(await answer(browser, codes[1] ?? "")).not.toHaveProperty("clockHint");
    // The second code's step is the current one; then it is the last that three in a row reach.
    app.advance(4 * 30);
    const other = app.signIn("alice");
    expect(await answer(browser, "000000")).not.toHaveProperty("clockHint");
    app.advance(5 * 30);
    expect(await answer(browser, "000001")).toMatchObject({ clockHint: { seconds: 120 } });
    expect(await answer(other, "000002"), "another session").not.toHaveProperty("clockHint");
  });

  it("never comes of one code, of codes at different offsets, or of codes ten minutes apart", async () => {
    const { app, secret, browser } = await enrolledLongAgo();
    const hints = [];
    const code = app.code(secret, -6);
    hints.push(await answer(browser, code));
    hints.push(await answer(browser, code));
    app.advance(30);
    hints.push(await answer(browser, app.code(secret, -9)));
    app.advance(10 * 60);
    hints.push(await answer(browser, app.code(secret, -6)));
    app.advance(30);
    hints.push(await answer(browser, app.code(secret, -21)));
    for (const hint of hints) {
      expect(hint).toMatchObject({ status: 401, code: "invalid_otp" });
      expect(hint).not.toHaveProperty("clockHint");
    }
  });

  it("is looked for behind every failed single code alike, and behind no other", async () => {
    const { app, secret } = await enrolledLongAgo();
    const counted = vi.spyOn(nodeCrypto, "hmac");
    const work = async (otp: string) => {
      counted.mockClear();
      await app.signIn("alice").send("POST", "/verify", { json: { otp } });
      return counted.mock.calls.reduce((sum, [, , messages]) => sum + messages.length, 0);
    };
    const used = app.code(secret);
    expect(await work(used), "an accepted code").toBe(3);
    expect(await work(used), "a used one").toBe(3 + 41);
    expect(await work(app.code(secret, -7)), "one that is a little old").toBe(3 + 41);
    expect(await work("000000"), "a wrong one").toBe(3 + 41);
    expect(await work("000000 000001"), "a wrong pair").toBe(5);
    counted.mockRestore();
  });

  it("remembers ten thousand sessions, and forgets the oldest for the next", async () => {
    const code = TOTP.generate({
      secret: Secret.fromBase32(rfcSecret),
      timestamp: start - 240_000,
    });
    const sighting = { authenticatorId: "a", offset: 1, step: 1, seconds: 1, at: 1, spentFrom: 1 };
    const clockSightings: ClockSightings = new Map(
      Array.from({ length: 10_000 }, (_, index) => [`session-${index}`, [sighting]]),
    );
    const plaintext = new Uint8Array(Secret.fromBase32(rfcSecret).buffer);
    const suite = {
      clockSightings,
      crypto: nodeCrypto,
      settings: { window: { past: 1, future: 1 } },
      sealer: { open: () => ({ outcome: "opened", plaintext, stale: false }) },
    } as unknown as Suite;
    const phone = { id: "phone", parameters: defaultTotpParameters } as AuthenticatorRecord;
    const who = { subjectId: "alice", sessionId: "new", now: start };
    const { seen } = await lookAtClock(suite, who, [phone], code);
    expect(seen).toEqual({ authenticatorId: "phone", offset: -8 });
    expect(clockSightings.size).toBe(10_000);
    expect([clockSightings.has("session-0"), clockSightings.has("new")]).toEqual([false, true]);
  });
});
