import { fail } from "./fail.js";
import type { SecondFactorOptions } from "./options.js";

/** Only where the process says so; an unset NODE_ENV is production. */
export function isDevelopmentEnvironment(): boolean {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return ["development", "test"].includes(process?.env?.NODE_ENV ?? "");
}

/** The stores and keys are there, are what they should be, and keep what they must keep. */
export function requirePorts(
  { keys, records, limits, replay, clock, pages }: SecondFactorOptions,
  development: boolean,
): void {
  if (typeof keys?.subkey !== "function") {
    fail(
      "key_ring_missing",
      "The option keys is missing.",
      "Pass keys: keyRing(process.env.SECOND_FACTOR_KEYS).",
    );
  }
  if (records === undefined)
    fail(
      "records_missing",
      "The option records is missing.",
      "Pass a durable store, sqlRecords(database) for instance.",
    );
  if (typeof records?.forNamespace !== "function")
    fail(
      "records_invalid",
      "The option records is no records store.",
      "Pass what sqlRecords() or memoryRecords() returns.",
    );
  if (limits === undefined)
    fail(
      "limits_missing",
      "The option limits is missing.",
      "Pass redisLimits(client), or limitsFrom() with a limiter of rate-limiter-flexible.",
    );
  if (typeof limits?.limiter !== "function")
    fail(
      "limits_invalid",
      "The option limits is no limits store.",
      "Pass what redisLimits(), sqlLimits(), limitsFrom() or memoryLimits() returns.",
    );
  if (replay !== undefined && typeof replay?.forNamespace !== "function")
    fail(
      "replay_invalid",
      "The option replay is no replay store.",
      "Pass what redisReplay() returns, or leave it out: sqlRecords() needs none.",
    );
  if (clock !== undefined && typeof clock.now !== "function")
    fail(
      "clock_invalid",
      "The option clock has no now().",
      "Pass { now: () => milliseconds }, or leave it out.",
    );
  if (pages !== undefined && typeof pages.render !== "function")
    fail(
      "pages_invalid",
      "The option pages is no page renderer.",
      "Pass what htmlPages() returns, or leave it out where only programs are served.",
    );
  if (development) return;
  const inMemory =
    records.durability === "process"
      ? "records"
      : limits.durability === "process"
        ? "limits"
        : replay?.durability === "process"
          ? "replay"
          : null;
  if (inMemory !== null) {
    const loss = {
      records: "a restart would switch everyone's second factor off",
      limits: "every process would give out budgets of its own",
      replay: "every process would take each code once more",
    }[inMemory];
    fail(
      "memory_store_in_production",
      `The option ${inMemory} is a memory store: ${loss}.`,
      `Pass a shared ${inMemory} store, or development: true on a developer's machine.`,
    );
  }
}
