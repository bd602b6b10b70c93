import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import {
  type ConfigurationError,
  generateWrappedKey,
  keyRing,
  MasterKeyError,
  memoryRecords,
  wrappedKeyRing,
} from "../../src/index.js";
import { codeOf, inProcessApp } from "../app/in-process-app.js";
import { fakeMasterKey } from "./fake-master-key.js";
import { appWith, enrolledUnderK1, k1, k2, secret } from "./rotation-ground.js";

describe("retiring a key", () => {
  const refused = (asked: Promise<void>) =>
    asked.then(
      () => expect.unreachable(),
      (error: ConfigurationError) => error,
    );

  it("is refused while anything needs it, and says how much", async () => {
    const { records } = await enrolledUnderK1(3);
    const old = appWith(k1, records);
    await old.signIn("pat").send("POST", "/totp/enrollments", { json: {} });

    const app = appWith(`${k2},${k1}`, records);
    const looked: number[] = [];
    const onProgress = ({ examined }: { examined: number }) => void looked.push(examined);
    expect(await app.engine.keyStatus({ onProgress })).toEqual([
      { id: "k2", inRing: true, seals: true, secrets: 0, pending: 0 },
      { id: "k1", inRing: true, seals: false, secrets: 3, pending: 1 },
    ]);
    expect(looked.at(-1)).toBe(4);
    const inUse = await refused(app.engine.assertKeyRetired("k1"));
    expect(inUse.code).toBe("key_in_use");
    expect(inUse.message).toContain("3 secrets and 1 pending enrollments");
    expect((await refused(app.engine.assertKeyRetired("k2"))).code).toBe("key_in_use");

    await app.engine.resealSecrets();
    expect((await refused(app.engine.assertKeyRetired("k1"))).message).toContain("0 secrets and 1");
    // An enrollment that was left ends by itself.
    app.advance(600);
    await app.engine.assertKeyRetired("k1");
    await app.engine.assertKeyRetired("never-was");
  });

  it("is a matter of each namespace", async () => {
    const { records } = await enrolledUnderK1(1);
    await appWith(`${k2},${k1}`, records, { namespace: "other" }).engine.assertKeyRetired("k1");
  });
});

describe("forgetKeys", () => {
  it("drops every unwrapped key: what was revoked at the master key opens nothing any more", async () => {
    const { masterKey, state } = fakeMasterKey();
    const text = await generateWrappedKey("d1", "m", masterKey);
    const app = inProcessApp({ keys: wrappedKeyRing(text, { masterKeys: { m: masterKey } }) });
    await app.engine.importAuthenticator({ subjectId: "ada", secret });
    const verify = () =>
      app.signIn("ada").send("POST", "/verify", { json: { otp: app.code(secret) } });
    state.unwrapping = () => Promise.reject(new MasterKeyError("denied", "AccessDenied"));
    expect((await verify()).status).toBe(200);
    app.engine.forgetKeys();
    app.advance(30);
    const reply = await verify();
    expect([reply.status, codeOf(reply)]).toEqual([503, "key_unavailable"]);
    expect(app.events).toContainEqual(
      expect.objectContaining({ type: "warning", code: "master_key_denied" }),
    );
    appWith(k1, memoryRecords()).engine.forgetKeys();
  });
});

describe("a warm process", () => {
  it("asks the master key once, however many verify", async () => {
    const { masterKey, state } = fakeMasterKey();
    const text = await generateWrappedKey("d1", "m", masterKey);
    state.calls = 0;
    let now = Date.UTC(2026, 0, 1);
    const clock = { now: () => now };
    const keys = wrappedKeyRing(text, { masterKeys: { m: masterKey }, clock });
    const app = inProcessApp({ keys, clock });
    const [users, rounds] = [100, 10];
    for (let user = 0; user < users; user += 1)
      await app.engine.importAuthenticator({ subjectId: `user-${user}`, secret });
    let accepted = 0;
    for (let round = 0; round < rounds; round += 1) {
      const json = { otp: TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now }) };
      for (let user = 0; user < users; user += 1) {
        const address = `10.0.${user >> 8}.${user & 255}`;
        const reply = await app.signIn(`user-${user}`).send("POST", "/verify", { json, address });
        if (reply.status === 200) accepted += 1;
      }
      now += 30_000;
    }
    expect([accepted, state.calls]).toEqual([users * rounds, 1]);
  });
});

describe("too many seals under one key", () => {
  it("are warned of well before, refused at the limit, and keep nobody from verifying", async () => {
    const app = inProcessApp({ keys: keyRing(k1, { mostSeals: 8 }) });
    for (let index = 0; index < 8; index += 1)
      await app.engine.importAuthenticator({ subjectId: `user-${index}`, secret });
    const warned = app.events.flatMap((event) => (event.type === "warning" ? [event.detail] : []));
    expect(warned).toEqual([
      "This process has sealed 2 times with key k1, of 8 that are allowed.",
      "This process has sealed 8 times with key k1, and seals no more.",
    ]);
    const reply = await app.signIn("late").send("POST", "/totp/enrollments", { json: {} });
    expect([reply.status, codeOf(reply)]).toEqual([503, "key_unavailable"]);
    expect(reply.headers).toContainEqual(["Retry-After", "3600"]);
    const json = { otp: app.code(secret) };
    expect((await app.signIn("user-3").send("POST", "/verify", { json })).status).toBe(200);
  });

  it("stay far below what NIST SP 800-38D allows, also in four processes", () => {
    expect(() => keyRing(k1, { mostSeals: 2 ** 32 + 1 })).toThrow("mostSeals");
    expect(() => keyRing(k1, { mostSeals: 0 })).toThrow("mostSeals");
  });
});
