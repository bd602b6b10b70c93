import { afterEach, describe, expect, it, vi } from "vitest";
import {
  ConfigurationError,
  memoryLimits,
  memoryRecords,
  type ReplayStore,
  type SecondFactorOptions,
  type StoreFinding,
} from "../../src/index.js";
import type { CheckStore } from "../../src/stores/index.js";
import { inProcessApp } from "../app/in-process-app.js";

const warning: StoreFinding = {
  severity: "warning",
  code: "store_may_forget",
  problem: "redis at 10.0.0.7 evicts keys: maxmemory-policy is allkeys-lru.",
  remedy: "Set it to noeviction.",
};
const error: StoreFinding = {
  severity: "error",
  code: "store_read_only",
  problem: "redis at 10.0.0.7 is a read-only replica.",
  remedy: "Connect to the primary.",
};

const replay: ReplayStore = {
  durability: "durable",
  forNamespace: () => ({ acceptStep: async () => true }),
};

function appWith(checks: { records?: CheckStore; limits?: CheckStore; replay?: CheckStore }) {
  const warnings: string[] = [];
  const options: Partial<SecondFactorOptions> = {
    records: { ...memoryRecords(), ...(checks.records && { check: checks.records }) },
    limits: { ...memoryLimits(), ...(checks.limits && { check: checks.limits }) },
    replay: { ...replay, ...(checks.replay && { check: checks.replay }) },
    warn: (message) => void warnings.push(message),
  };
  return { ...inProcessApp(options), warnings };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("ready", () => {
  it("has nothing to say of stores that find nothing, or do not look", async () => {
    const app = appWith({ limits: async () => [] });
    await expect(app.engine.ready()).resolves.toBeUndefined();
    expect(app.warnings).toEqual([]);
    expect(await app.engine.checkStores()).toEqual([]);
  });

  it("throws what no engine should serve with: code, fault, remedy and where it is explained", async () => {
    const app = appWith({ records: async () => [warning], limits: async () => [error] });
    const thrown = await app.engine.ready().catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(ConfigurationError);
    const { code, message, remedy, help } = thrown as ConfigurationError;
    expect([code, remedy]).toEqual(["store_read_only", error.remedy]);
    expect(message).toContain(error.problem);
    expect(help).toMatch(/docs\/configuration-errors\.md#store_read_only$/);
  });

  it("says what may go wrong, to warn and as an event, and goes on", async () => {
    const app = appWith({ limits: async () => [warning] });
    await app.engine.ready();
    const told = `${warning.problem} ${warning.remedy}`;
    expect(app.warnings).toEqual([`second-factor: ${told} [store_may_forget]`]);
    expect(app.events).toMatchObject([
      { type: "warning", outcome: "failure", code: "store_may_forget", detail: told },
    ]);
    await app.enrolled("ada");
  });

  it("asks every store once, with its own `this`", async () => {
    const asked: unknown[] = [];
    async function check(this: unknown) {
      asked.push(this);
      return [];
    }
    const records = { ...memoryRecords(), check };
    const limits = { ...memoryLimits(), check };
    const remembering = { ...replay, check };
    await inProcessApp({ records, limits, replay: remembering }).engine.ready();
    expect(asked).toEqual([records, limits, remembering]);
  });

  it("looks at nothing before it is called", () => {
    const check = vi.fn(async () => [error]);
    appWith({ records: check, limits: check, replay: check });
    expect(check).not.toHaveBeenCalled();
  });
});

describe("checkStores", () => {
  it("tells everything as data: nothing is thrown and nothing warned about", async () => {
    const app = appWith({ records: async () => [warning], replay: async () => [error] });
    expect(await app.engine.checkStores()).toEqual([warning, error]);
    expect([app.warnings, app.events]).toEqual([[], []]);
  });

  it("tells once what two stores on one server both find", async () => {
    const other = { ...warning, problem: "redis at 10.0.0.8 evicts keys." };
    const app = appWith({
      limits: async () => [warning, other],
      replay: async () => [{ ...warning }],
    });
    expect(await app.engine.checkStores()).toEqual([warning, other]);
  });

  it.each<[string, () => unknown]>([
    ["rejects", () => Promise.reject(new Error("redis://user:hunter2@10.0.0.7"))],
    [
      "throws",
      () => {
        throw new Error("redis://user:hunter2@10.0.0.7");
      },
    ],
    ["answers with no findings", async () => "OK"],
    ["answers nothing", async () => undefined],
  ])("a check that %s: unreachable, and its cause is not repeated", async (_what, check) => {
    const app = appWith({ limits: check as CheckStore, replay: async () => [warning] });
    const found = await app.engine.checkStores();
    expect(found).toMatchObject([{ severity: "error", code: "store_unreachable" }, warning]);
    expect(JSON.stringify(found)).not.toContain("hunter2");
    await expect(app.engine.ready()).rejects.toMatchObject({ code: "store_unreachable" });
  });

  it("a check that never answers: unreachable, instead of an app that hangs at its start", async () => {
    vi.useFakeTimers();
    const app = appWith({ limits: () => new Promise(() => {}) });
    const refused = expect(app.engine.ready()).rejects.toMatchObject({ code: "store_unreachable" });
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a store of short budgets that tells of its losses", () => {
  it("leads to a warning each time: what is lost, and what stands", () => {
    let lose: () => void = () => {};
    const warnings: string[] = [];
    const app = inProcessApp({
      limits: {
        ...memoryLimits(),
        watch: (onLoss) => {
          lose = onLoss;
        },
      },
      warn: (message) => void warnings.push(message),
    });
    expect(warnings).toEqual([]);
    lose();
    lose();
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/one fresh short budget.*30-day budget.*\[store_forgot\]$/);
    expect(app.events).toMatchObject([
      { type: "warning", code: "store_forgot" },
      { type: "warning", code: "store_forgot" },
    ]);
  });
});
