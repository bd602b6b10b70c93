import { expect, it } from "vitest";
import type { Notice } from "../../src/index.js";
import { staffedApp } from "./staffed-app.js";

it("does it to one, to a list, and to what a generator reads from somewhere", async () => {
  const app = staffedApp();
  const { admin } = app.engine;
  async function* read() {
    yield "alice";
    yield "bob";
  }
  expect(await admin.reset("alice")).toEqual({ changed: 1, unchanged: 0, failed: [] });
  expect(await admin.reset(["alice", "bob"])).toMatchObject({ changed: 2 });
  expect(await admin.reset(read())).toMatchObject({ changed: 2 });
  expect(await admin.reset([])).toEqual({ changed: 0, unchanged: 0, failed: [] });
  expect(await admin.demandEnrollment("alice"), "demanded by the reset").toMatchObject({
    unchanged: 1,
  });
  expect(await admin.revokeTrust("alice")).toMatchObject({ unchanged: 1 });
  expect(await admin.describe("alice")).toMatchObject({ mustEnroll: true });
  expect((await admin.list({ limit: 1 })).subjects).toHaveLength(1);
});

it("ends where an id is none or the iterable throws; what was done before is done", async () => {
  const app = staffedApp();
  await expect(app.engine.admin.reset(["alice", ""])).rejects.toThrow(TypeError);
  async function* breaksOff() {
    yield "bob";
    throw new Error("the directory is down");
  }
  await expect(app.engine.admin.reset(breaksOff())).rejects.toThrow("the directory is down");
  expect(app.notices.map(({ subjectId }) => subjectId)).toEqual(["alice", "bob"]);
  await expect(app.engine.admin.list({ limit: 0 })).rejects.toThrow(RangeError);
});

it("tells thousands through a notifier that is slower than the store", async () => {
  const told: Notice[] = [];
  const answers: Array<() => void> = [];
  const app = staffedApp({
    notifier: {
      notify: (notice) => {
        told.push(notice);
        return new Promise((resolve) => answers.push(resolve));
      },
    },
  });
  const ids = Array.from({ length: 2500 }, (_, index) => `user-${index}`);
  let done = false;
  const work = app.engine.admin.reset(ids).finally(() => {
    done = true;
  });
  let most = 0;
  while (!done) {
    most = Math.max(most, answers.length);
    answers.shift()?.();
    await new Promise(setImmediate);
  }
  expect(await work).toEqual({ changed: 2500, unchanged: 0, failed: [] });
  expect(new Set(told.map(({ subjectId }) => subjectId)).size, "everyone was told").toBe(2500);
  expect(most, "no more than it can be asked at once").toBeLessThan(130);
  expect(app.events.filter(({ type }) => type === "notifier.failed")).toEqual([]);
});
