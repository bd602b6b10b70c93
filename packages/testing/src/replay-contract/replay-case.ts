import type { ReplayStore } from "@second-factor/core/stores";
import type { Runner } from "../runner.js";
import { createReplayClient, type ReplayClient } from "./replay-client.js";

interface OpenedReplay {
  /** At least two clients of one store where it has clients: races are run between them. */
  readonly stores: readonly ReplayStore[];
  close(): Promise<void>;
  /**
   * Takes the store's memory away: a flush, a restart, a failover to a replica that knows nothing. Resolves when every
   * client can ask again. Leave it out where a test can't do that.
   */
  lose?(): Promise<void>;
}

export interface ReplayUnderTest {
  readonly name: string;
  /** Fresh and empty. */
  open(): Promise<OpenedReplay>;
  /**
   * How long the cases let the store remember, in seconds; 1 where it is left out. A store that accepts nothing before
   * it can be sure is waited for that long, in every case.
   */
  readonly memorySeconds?: number;
}

export interface ReplayCase extends ReplayClient {
  /** Null where the opener can't do it. */
  readonly lose: (() => Promise<void>) | null;
}

export type DefineReplayCase = (
  title: string,
  body: (context: ReplayCase) => Promise<void>,
) => void;

const longestMemorySeconds = 8;

/**
 * Each case gets a store of its own and closes it, whatever happens. A store may forget when its time is over; so a case
 * that failed on a machine too slow to be done by then shows nothing, and is run again with twice the time.
 */
export function defineReplayCases(
  runner: Runner,
  { open, memorySeconds: shortest = 1 }: ReplayUnderTest,
): DefineReplayCase {
  async function run(body: (context: ReplayCase) => Promise<void>, memorySeconds: number) {
    const { stores, close, lose } = await open();
    const client = createReplayClient(stores, memorySeconds);
    try {
      await body({ ...client, lose: lose ?? null });
    } catch (error) {
      const inTime = client.secondsSinceFence() < memorySeconds;
      if (inTime || memorySeconds * 2 > longestMemorySeconds) throw error;
      return "too slow";
    } finally {
      await close();
    }
    return "kept";
  }

  return (title, body) =>
    runner.it(title, async () => {
      let memorySeconds = shortest;
      while ((await run(body, memorySeconds)) === "too slow") memorySeconds *= 2;
    });
}
