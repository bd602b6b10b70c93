import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../servers/temporary-folder.js";
import { type Dialect, startWorkers, type Workers } from "./start-workers.js";
import type { Accepting, Consuming, Tried } from "./worker/answers.js";

const dialect: Dialect = "without nodejs_compat, compatibility date of 2024";
const folder = temporaryFolder("workers");

let workers: Workers;
beforeAll(async () => {
  workers = await startWorkers(dialect, folder.path);
});
afterAll(async () => {
  await workers?.stop();
  folder.remove();
});

const short = { name: "short", points: 5, durationSeconds: 900 };

async function consume(asked: Partial<Consuming>): Promise<Tried> {
  const [tried] = (await workers.ask("/consume", {
    key: "ada",
    budget: short,
    ...asked,
  })) as Tried[];
  return tried!;
}

async function accept(asked: Accepting): Promise<boolean> {
  const [answer] = (await workers.ask("/accept-in-object", asked)) as boolean[];
  return answer!;
}

describe("an object", () => {
  it("leaves nothing behind when its windows are over, and keeps what still lasts until then", async () => {
    const watched = (name: string, durationSeconds: number) =>
      consume({ binding: "WATCHED", budget: { name, points: 1, durationSeconds } });
    await watched("longer", 4);
    // The alarm that is set last is not the last that is needed.
    await watched("shorter", 1);
    const lasting = { kept: 2, alarm: expect.any(Number) };
    expect(await workers.ask("/look"), "with two windows open").toEqual(lasting);
    const afterAlarm = (number: number) => workers.ask("/after-alarm", { number });
    expect(await afterAlarm(1), "after the first window").toEqual(lasting);
    expect((await watched("longer", 4)).taken, "a point of a window that is open").toBe(false);
    expect(await afterAlarm(2), "after the last window").toEqual({ kept: 0, alarm: null });
  });

  it("writes nothing for a refused try or a look", async () => {
    const seen = () => workers.ask("/look");
    expect(await seen(), "an object that nobody used").toEqual({ kept: 0, alarm: null });
    const long = { binding: "WATCHED", budget: { ...short, points: 1 } } as const;
    await consume(long);
    const before = await seen();
    expect(before).toEqual({ kept: 1, alarm: expect.any(Number) });
    expect((await consume(long)).taken).toBe(false);
    expect(await seen(), "after a refused try").toEqual(before);
  });

  it("remembers over a restart what it has confirmed", async () => {
    expect(await accept({ subject: "bob", above: 3 }), "a fresh step").toBe(true);
    for (let spent = 0; spent < 5; spent += 1) await consume({ key: "bob" });
    await workers.stop();
    workers = await startWorkers(dialect, folder.path);
    expect(await accept({ subject: "bob", above: 3 }), "the same step, restarted").toBe(false);
    expect(await accept({ subject: "bob", above: 4 }), "the next step").toBe(true);
    expect((await consume({ key: "bob" })).taken, "a sixth point of 5, restarted").toBe(false);
  });

  it("that is reset before it answers makes the call fail, and is not asked again", async () => {
    const falls = () => workers.ask("/falls");
    await expect(consume({ binding: "FALLING" }), "consume").rejects.toThrow("reset by the test");
    expect(await falls(), "calls that the object had").toBe(1);
    const step = { subject: "ada", above: 1, binding: "FALLING" } as const;
    await expect(accept(step), "acceptStep").rejects.toThrow("reset by the test");
    expect(await falls(), "calls that the object had").toBe(2);
  });
});

describe("check()", () => {
  it("finds nothing to say of a binding that is right", async () => {
    expect(await workers.ask("/check", { binding: "SECOND_FACTOR" })).toEqual({
      limits: [],
      replay: [],
    });
  });

  it.each([
    ["OTHER", "store_unreachable", /binding OTHER is of another class/, /new_sqlite_classes/],
    ["PLAIN", "store_unreachable", /binding PLAIN is of another class/, /new_sqlite_classes/],
    ["WITHOUT_SQLITE", "store_version_unsupported", /without SQLite/, /new_sqlite_classes/],
  ])(
    "says what is wrong with the binding %s, and what to write",
    async (binding, code, problem, remedy) => {
      const finding = {
        severity: "error",
        code,
        problem: expect.stringMatching(problem),
        remedy: expect.stringMatching(remedy),
      };
      expect(await workers.ask("/check", { binding })).toEqual({
        limits: [finding],
        replay: [finding],
      });
    },
  );

  it.each(["OTHER", "PLAIN", "WITHOUT_SQLITE"] as const)(
    "is not needed to be safe: %s lets nobody in",
    async (binding) => {
      await expect(consume({ binding }), "consume").rejects.toThrow();
      await expect(accept({ subject: "ada", above: 1, binding }), "acceptStep").rejects.toThrow();
    },
  );
});
