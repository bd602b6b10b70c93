import type { EventSink, KeyRing, SecurityEvent } from "@second-factor/core";
import type { Clock } from "@second-factor/core/stores";
import { explainMissingTables } from "../missing-tables.js";
import type { SqlDatabase } from "../sql-database.js";
import { createAuditChain } from "./audit-chain.js";
import { type AuditQueue, createAuditQueue } from "./audit-queue.js";
import { type Checkpoint, signCheckpoint } from "./checkpoint.js";
import { type CheckpointEvery, createCheckpointer } from "./checkpointer.js";

export interface SqlAuditLogOptions {
  /** The ring whose first key signs; the engine's. A key that has left it can no longer be verified with it. */
  readonly keys: KeyRing;
  /** How many events of a namespace may wait for the database; what comes then is dropped and counted. 10,000 by default. */
  readonly mostQueued?: number;
  /** How long an event waits for others, so that they take one trip. 100 by default; what a killed process loses. */
  readonly delayMilliseconds?: number;
  /** Keeps a checkpoint where whoever can write to the database cannot. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  readonly checkpointEvery?: CheckpointEvery;
  /** Told where the database or `onCheckpoint` failed. Both are tried again. */
  readonly onProblem?: (error: unknown) => void;
  readonly clock?: Clock;
}

export interface SqlAuditLog {
  /** For the engine's option `events`. Only queues: it takes microseconds, and never throws. */
  readonly sink: EventSink;
  /** At shutdown. Rejects with the database's error where it is away; what waits stays queued. */
  flush(): Promise<void>;
  /** Events that found the queue full. The log itself tells of them too, as `audit.gap`. */
  readonly dropped: number;
  /** Of all that this process has logged so far, in "default" or another namespace. */
  checkpoint(namespace?: string): Promise<Checkpoint>;
}

interface Chain {
  readonly queue: AuditQueue;
  checkpoint(): Promise<Checkpoint>;
}

/**
 * An audit log in a SQL database: numbered rows, each with an HMAC over itself and the one before, one chain a
 * namespace, to which any number of processes add. `verifyAuditLog` finds what was changed. For processes that live on:
 * events wait in memory for a moment. Run `migrate(database)` before the first use.
 */
export function sqlAuditLog(database: SqlDatabase, options: SqlAuditLogOptions): SqlAuditLog {
  const { keys, onCheckpoint, onProblem = () => undefined, clock = Date } = options;
  const { mostQueued = 10_000, delayMilliseconds = 100 } = options;
  const explained = explainMissingTables(database);
  const chains = new Map<string, Chain>();
  const now = () => new Date(clock.now()).toISOString();

  function chainOf(namespace: string): Chain {
    const chain = chains.get(namespace) ?? createChain(namespace);
    chains.set(namespace, chain);
    return chain;
  }

  function createChain(namespace: string): Chain {
    const chain = createAuditChain(explained, namespace, keys);
    const sign = async () => {
      const { number, mac } = await chain.tail();
      return signCheckpoint(keys, { namespace, number, mac, at: now() });
    };
    const checkpoints =
      onCheckpoint &&
      createCheckpointer(
        options.checkpointEvery ?? {},
        async () => onCheckpoint(await sign()),
        onProblem,
      );
    const queue = createAuditQueue({
      async append(events) {
        await chain.append(events);
        checkpoints?.appended(events.length);
      },
      gap: (lost) => JSON.stringify(gapEvent(namespace, now(), lost)),
      failed: onProblem,
      mostQueued,
      delayMs: delayMilliseconds,
    });
    return {
      queue,
      async checkpoint() {
        await queue.flush();
        return sign();
      },
    };
  }

  return {
    sink: (event) => chainOf(event.namespace).queue.add(JSON.stringify(event)),
    async flush() {
      await Promise.all([...chains.values()].map(({ queue }) => queue.flush()));
    },
    get dropped() {
      return [...chains.values()].reduce((sum, { queue }) => sum + queue.dropped, 0);
    },
    checkpoint: (namespace = "default") => chainOf(namespace).checkpoint(),
  };
}

const gapEvent = (namespace: string, at: string, lost: number): SecurityEvent => ({
  at,
  namespace,
  correlationId: "",
  subjectId: null,
  clientAddress: null,
  userAgent: null,
  type: "audit.gap",
  outcome: "failure",
  lost,
});
