import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { memoryRecords } from "../../src/index.js";
import { codeOf, inProcessApp, start } from "../app/in-process-app.js";
import {
  memoryReplay,
  recordsWhere,
  replayThat,
  secret,
  step,
  withAlice,
  withResolvers,
} from "./replaying-app.js";

describe("where there is a replay store, it decides", () => {
  it("accepts what it takes, and asks it what the row knows", async () => {
    const { store, asked } = memoryReplay();
    const app = await withAlice({ replay: store });
    const [imported] = await app.lastSteps();
    expect((await app.verify()).status).toBe(200);
    expect(asked).toEqual([["alice", app.ids[0], { first: step, last: step }, imported, 240]]);
    expect(await app.lastSteps()).toEqual([step]);
  });

  it("refuses what it refuses, even where the row would take it", async () => {
    const app = await withAlice({ replay: replayThat(async () => false) });
    expect(codeOf(await app.verify())).toBe("invalid_otp");
    expect(app.events.at(-1)).toMatchObject({ type: "verification.replayed" });
    expect((await app.alice.require()).pass).toBe(false);
  });

  it("accepts what it takes, even where the row refuses: another's late write says nothing", async () => {
    const app = await withAlice({
      records: recordsWhere(() => async () => false),
      replay: memoryReplay().store,
    });
    expect((await app.verify()).status).toBe(200);
    expect((await app.alice.require()).pass).toBe(true);
    expect(codeOf(await app.verify())).toBe("invalid_otp");
  });

  it("lets one of 20 parallel requests in where every row says yes", async () => {
    const app = await withAlice({
      records: recordsWhere(() => async () => true),
      replay: memoryReplay().store,
    });
    const otp = app.code(secret);
    const replies = await Promise.all(Array.from({ length: 20 }, () => app.verify(otp)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("asks both in one trip, neither waiting for the other", async () => {
    const rowAsked = withResolvers();
    const replayAsked = withResolvers();
    const app = await withAlice({
      records: recordsWhere((right) => async (...args) => {
        rowAsked.resolve();
        await replayAsked.promise;
        return right.acceptStep(...args);
      }),
      replay: replayThat(async () => {
        replayAsked.resolve();
        await rowAsked.promise;
        return true;
      }),
    });
    // Asked one after the other, the first would wait for the second until the deadline: 503.
    expect((await app.verify()).status).toBe(200);
  });

  it("asks it to remember for 8 periods, whatever the period", async () => {
    const { store, asked } = memoryReplay();
    const app = inProcessApp({ replay: store });
    const parameters = { period: 60 };
    await app.engine.importAuthenticator({ subjectId: "alice", secret, parameters });
    const json = {
      otp: TOTP.generate({ secret: Secret.fromBase32(secret), period: 60, timestamp: start }),
    };
    expect((await app.signIn("alice").send("POST", "/verify", { json })).status).toBe(200);
    expect(asked.map((args) => args.at(-1))).toEqual([480]);
  });

  it("REP-26 refuses the code that confirmed the enrollment, which it never saw", async () => {
    const app = inProcessApp({ replay: replayThat(async () => true) });
    const { session, secret: enrolled } = await app.enrolled("alice");
    const json = { otp: app.code(enrolled) };
    expect(codeOf(await session.send("POST", "/verify", { json }))).toBe("invalid_otp");
  });

  it("REP-29 burns both where one code fits two authenticators, whichever is named", async () => {
    for (const named of [0, 1, undefined]) {
      const { store, asked } = memoryReplay();
      const app = await withAlice({ replay: store }, 2);
      const otp = app.code(secret);
      const id = named === undefined ? undefined : app.ids[named];
      expect((await app.verify(otp, id)).status).toBe(200);
      expect(asked.map(([, authenticatorId]) => authenticatorId).sort()).toEqual(
        [...app.ids].sort(),
      );
      for (const again of [...app.ids, undefined])
        expect(codeOf(await app.verify(otp, again))).toBe("invalid_otp");
    }
  });

  it("REP-29 lets one of two parallel requests have it that name one each", async () => {
    const app = await withAlice({ replay: memoryReplay().store }, 2);
    const otp = app.code(secret);
    const replies = await Promise.all(app.ids.map((id) => app.verify(otp, id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401]);
  });
});

it("without a replay store the row decides", async () => {
  const refused = await withAlice({ records: recordsWhere(() => async () => false) });
  expect(codeOf(await refused.verify())).toBe("invalid_otp");
  const taken = await withAlice({ records: recordsWhere(() => async () => true) });
  expect((await taken.verify()).status).toBe(200);
});

it("keeps no used codes in the memory of a process, outside development", () => {
  const shared = { forNamespace: memoryRecords().forNamespace, durability: "durable" } as const;
  expect(() => inProcessApp({ development: false, records: shared })).toThrow(/option limits/);
  const limits = { durability: "shared", limiter: () => ({}) } as never;
  const options = { development: false, records: shared, limits };
  const inMemory = { ...memoryReplay().store, durability: "process" } as const;
  expect(() => inProcessApp({ ...options, replay: inMemory })).toThrow(
    expect.objectContaining({
      code: "memory_store_in_production",
      message: expect.stringContaining("every process would take each code once more"),
    }),
  );
  expect(() => inProcessApp({ ...options, replay: memoryReplay().store })).not.toThrow();
});
