import type { ReplayStore, StepRange } from "@second-factor/core/stores";
import { checkServer } from "../check/check-server.js";
import type { RedisClient } from "../clients/client-shapes.js";
import { connectionTo, type RedisOptions } from "../clients/connection-to.js";
import type { Connection } from "../connection/connection.js";
import { ReplayFenced } from "./replay-fenced.js";
import { stepKeys } from "./replay-keys.js";
import { acceptScript } from "./replay-scripts.js";

export interface RedisReplay extends ReplayStore {
  /** Ends the connection, which is opened again where the store is used after all. */
  close(): void;
}

/**
 * A memory of used steps on Redis, for records that cannot compare-and-set. It accepts nothing while it can't be sure
 * of having every acceptance: `acceptStep` then rejects with `ReplayFenced`.
 *
 * @throws ConfigurationError `replay_invalid` or `store_client_unsafe`
 */
export function redisReplay(client: RedisClient, options: RedisOptions = {}): RedisReplay {
  const connection = connectionTo(
    client,
    { store: "redisReplay", code: "replay_invalid" },
    options,
  );
  return {
    durability: "durable",
    check: (clock) => checkServer(connection, "replay", clock),
    forNamespace: (namespace) => ({
      async acceptStep(subjectId, authenticatorId, steps, floor, memorySeconds) {
        const { marker, step } = stepKeys(namespace, subjectId, authenticatorId);
        const args = numbersToText(steps, floor, memorySeconds);
        return readVerdict(connection, await connection.run(acceptScript, [marker, step], args));
      },
    }),
    close: () => connection.close(),
  };
}

/** In Lua nothing is above NaN and nothing below: such a step would always be accepted. */
function numbersToText({ first, last }: StepRange, floor: number, memorySeconds: number): string[] {
  const milliseconds = Math.ceil(memorySeconds * 1000);
  const numbers = [first, last, floor, milliseconds];
  if (!numbers.every(Number.isSafeInteger) || first > last || milliseconds < 1) {
    throw new RangeError("acceptStep wants whole steps, the first not above the last, and a time");
  }
  return numbers.map(String);
}

function readVerdict({ server }: Connection, answer: unknown): boolean {
  const [verdict, milliseconds] = Array.isArray(answer) ? answer.map(Number) : [];
  if (verdict === 1) return true;
  if (verdict === 0) return false;
  if (verdict === -1 && milliseconds !== undefined && milliseconds > 0) {
    throw new ReplayFenced(server, milliseconds / 1000);
  }
  throw new TypeError("Redis gave an answer that is no verdict");
}
