import { setTimeout as wait } from "node:timers/promises";

/** Asks again until it does not reject, as a user who comes back would. */
export async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > until) throw error;
      await wait(20);
    }
  }
}
