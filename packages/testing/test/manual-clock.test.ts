import { manualClock } from "@second-factor/testing";
import { expect, it } from "vitest";

it("stands still until it is moved, to the millisecond", () => {
  const clock = manualClock();
  const start = clock.now();
  expect(start % 30_000).toBe(0);
  expect(clock.now()).toBe(start);
  clock.advance({ seconds: 0.001 });
  expect(clock.now()).toBe(start + 1);
  clock.advance({ seconds: -1 });
  expect(clock.now()).toBe(start - 999);
  clock.set(59_000);
  expect(clock.now()).toBe(59_000);
  expect(manualClock(7).now()).toBe(7);
});
