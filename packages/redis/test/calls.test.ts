import { afterEach, expect, it, vi } from "vitest";
import { createCalls } from "../src/connection/calls.js";

afterEach(() => void vi.useRealTimers());

it("calls of requests that the runtime ended, without an answer or a timer, fill it no longer than twice their time", async () => {
  vi.useFakeTimers();
  const start = createCalls("a server", 1000);
  const never = () => new Promise<never>(() => {});
  for (let call = 0; call < 4096; call += 1) void start(never);
  await expect(start(async () => "answered")).rejects.toThrow("4096 calls wait for an answer");
  // What a Worker does with the timers of a request whose client has gone.
  vi.clearAllTimers();
  vi.setSystemTime(Date.now() + 2000);
  await expect(start(async () => "answered")).resolves.toBe("answered");
});
