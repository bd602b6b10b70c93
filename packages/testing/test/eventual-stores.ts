import { isDeepStrictEqual } from "node:util";
import type { Limiter, Limits, RecordsStore } from "@second-factor/core/stores";
import {
  atomicChange,
  type ChangeDocument,
  documentRecords,
  type SubjectDocument,
} from "./document-records.js";

/** How far a write needs to a place that is not its own, in turns of the event loop. */
type Lag = number;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What one place writes, every other reads later; of two writes the last to arrive stands. */
function replicate<T>(lag: Lag) {
  const replicas: Map<string, T>[] = [];
  return {
    join(replica: Map<string, T>) {
      replicas.push(replica);
    },
    async send(from: Map<string, T>, key: string): Promise<void> {
      const value = from.get(key);
      const copy = value === undefined ? undefined : structuredClone(value);
      await turns(lag);
      for (const replica of replicas.filter((one) => one !== from)) {
        if (copy === undefined) replica.delete(key);
        else replica.set(key, copy);
      }
    },
  };
}

/**
 * Records in two places, as on Workers KV: each place is right about itself, even under load, and hears late of the
 * other.
 */
export function eventualRecords(lag: Lag = 1): readonly RecordsStore[] {
  const replicas = replicate<SubjectDocument>(lag);
  const place = () =>
    documentRecords((documents): ChangeDocument => {
      replicas.join(documents);
      const change = atomicChange(documents);
      return async (id, body) => {
        await turns(1);
        const before = documents.get(id);
        const answer = await change(id, body);
        if (!isDeepStrictEqual(before, documents.get(id))) void replicas.send(documents, id);
        return answer;
      };
    });
  return [place(), place()];
}

/** Budgets counted in two places in the same way. */
export function eventualLimits(lag: Lag = 1): readonly Limits[] {
  const replicas = replicate<{ consumed: number; endsAt: number }>(lag);
  const place = (): Limits => {
    const windows = new Map<string, { consumed: number; endsAt: number }>();
    replicas.join(windows);
    return {
      durability: "shared",
      limiter({ name, points, durationSeconds }, clock): Limiter {
        const keyOf = (key: string) => JSON.stringify([name, key]);
        const read = (key: string) => {
          const window = windows.get(keyOf(key));
          return window !== undefined && window.endsAt > clock.now() ? window : null;
        };
        const state = ({ consumed, endsAt }: { consumed: number; endsAt: number }) => ({
          consumedPoints: consumed,
          remainingPoints: points - consumed,
          msBeforeNext: endsAt - clock.now(),
        });
        return {
          async consume(key) {
            await turns(1);
            const window = read(key) ?? {
              consumed: 0,
              endsAt: clock.now() + durationSeconds * 1000,
            };
            if (window.consumed >= points) return Promise.reject(state(window));
            const spent = { ...window, consumed: window.consumed + 1 };
            windows.set(keyOf(key), spent);
            void replicas.send(windows, keyOf(key));
            return state(spent);
          },
          async get(key) {
            await turns(1);
            const window = read(key);
            return window === null ? null : state(window);
          },
          async delete(key) {
            await turns(1);
            const deleted = windows.delete(keyOf(key));
            void replicas.send(windows, keyOf(key));
            return deleted;
          },
        };
      },
    };
  };
  return [place(), place()];
}
