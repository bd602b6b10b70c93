import { expect, it } from "vitest";
import type { Alarm } from "../../src/alarms/alarm.js";
import { createAlarms } from "../../src/alarms/create-alarms.js";
import type { SecurityEvent } from "../../src/events/event.js";
import type { Limiter, Limits } from "../../src/stores/limits.js";
import { memoryLimits } from "../../src/stores/memory-limits.js";

const start = Date.UTC(2026, 0, 1);

const wrongCode = (subjectId: string, seconds = 0): SecurityEvent => ({
  type: "verification.invalid",
  outcome: "failure",
  factor: "totp",
  lane: "single",
  at: new Date(start + seconds * 1000).toISOString(),
  namespace: "default",
  correlationId: `${subjectId}-${seconds}`,
  subjectId,
  clientAddress: "192.0.2.1",
  userAgent: null,
});

/** One store for all who ask, as a server is. */
function sharedLimits(): Limits {
  const memory = memoryLimits();
  const limiters = new Map<string, Limiter>();
  return {
    durability: "shared",
    limiter(budget, clock) {
      const limiter = limiters.get(budget.name) ?? memory.limiter(budget, clock);
      limiters.set(budget.name, limiter);
      return limiter;
    },
  };
}

/** Processes that share a store of limits, and what each of them raised. */
function fleetOf(processes: number, limits: Limits) {
  const raised: Alarm[] = [];
  const sinks = Array.from({ length: processes }, () =>
    createAlarms({ onAlarm: (alarm) => void raised.push(alarm), limits }).watch(),
  );
  const send = (events: readonly SecurityEvent[]) =>
    Promise.all(events.map((event, index) => sinks[index % processes]?.(event)));
  return { raised, send, rules: () => raised.map(({ rule }) => rule) };
}

const repeat = (count: number, event: (index: number) => SecurityEvent) =>
  Array.from({ length: count }, (_, index) => event(index));

it("counts over all processes, and raises one alarm in a window for all of them", async () => {
  const { send, raised, rules } = fleetOf(4, sharedLimits());
  await send(repeat(9, () => wrongCode("alice")));
  expect(rules()).toEqual([]);
  await send([wrongCode("alice")]);
  expect(raised).toMatchObject([{ rule: "guessing", subjectId: "alice", count: 10 }]);
  await send(repeat(40, () => wrongCode("alice")));
  expect(rules()).toEqual(["guessing"]);
  await send(repeat(20, () => wrongCode("alice", 3600)));
  expect(rules()).toEqual(["guessing", "guessing"]);
});

it("counts an account once, whichever process it meets", async () => {
  const { send, rules } = fleetOf(3, sharedLimits());
  const nine = repeat(9, (index) => wrongCode(`user-${index}`));
  for (let round = 0; round < 3; round += 1) await send(nine);
  expect(rules()).toEqual([]);
  await send([wrongCode("user-9")]);
  expect(rules()).toEqual(["spraying_from_address"]);
});

it("counts for itself while the store is away", async () => {
  const down = () => Promise.reject(new Error("connection refused"));
  const away: Limits = {
    durability: "shared",
    limiter: () => ({ consume: down, get: down, delete: down }),
  };
  const { send, rules } = fleetOf(2, away);
  await send(repeat(19, () => wrongCode("alice")));
  expect(rules()).toEqual(["guessing"]);
});

it("tells the store neither accounts nor addresses", async () => {
  const keys: string[] = [];
  const limits: Limits = {
    durability: "shared",
    limiter: (budget, clock) => {
      const limiter = memoryLimits().limiter(budget, clock);
      const consume = (key: string) => {
        keys.push(key);
        return limiter.consume(key);
      };
      return { ...limiter, consume };
    },
  };
  await fleetOf(1, limits).send([wrongCode("alice@example.com")]);
  expect(keys).toHaveLength(3);
  expect(keys.join()).not.toMatch(/alice|192\.0/);
});
