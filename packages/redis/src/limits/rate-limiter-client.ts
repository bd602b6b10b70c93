import type { Connection } from "../connection/connection.js";
import { consumeScript, deleteScript, peekScript } from "./budget-scripts.js";

/** What RateLimiterRedis calls of a client of node-redis, each one script and one trip. */
export interface RateLimiterClient {
  eval(
    text: string,
    call: { readonly keys: readonly string[]; readonly arguments: readonly string[] },
  ): Promise<unknown>;
  multi(): ReadOfBudget;
  del(key: string): Promise<number>;
}

interface ReadOfBudget {
  get(key: string): ReadOfBudget;
  pTTL(key: string): ReadOfBudget;
  exec(): Promise<unknown>;
}

export function rateLimiterClient(
  connection: Connection,
  durationSeconds: number,
): RateLimiterClient {
  return {
    // The text is consumeScript's, which it was given for this.
    eval: (_text, call) => connection.run(consumeScript, call.keys, call.arguments).then(toNumbers),
    multi() {
      let read = "";
      return {
        get(key) {
          read = key;
          return this;
        },
        pTTL() {
          return this;
        },
        exec: () => connection.run(peekScript, [read], [String(durationSeconds)]).then(toNumbers),
      };
    },
    del: (key) => connection.run(deleteScript, [key], []).then(Number),
  };
}

/** Some clients are told to hand numbers on as text. What is no number is an answer that nobody can decide on. */
function toNumbers(answer: unknown): (number | null)[] {
  const [consumed, left] = Array.isArray(answer) ? answer : [];
  const numbers = [consumed === null ? null : Number(consumed), Number(left)];
  if (left === undefined || numbers.some(Number.isNaN)) {
    throw new TypeError("Redis gave an answer that no budget has");
  }
  return numbers;
}
