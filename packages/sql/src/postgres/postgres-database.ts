import type { PostgresDatabase, PostgresResult, PostgresStatement } from "../sql-database.js";
import { type QueryDeadline, startDeadline } from "./query-deadline.js";
import { statementName } from "./statement-name.js";

/** The part of `Pool` of `pg` that is used. */
export interface PostgresPool {
  readonly idleCount: number;
  readonly waitingCount: number;
  connect(): Promise<PostgresConnection>;
  on(event: "error", listener: (error: Error) => void): unknown;
  listenerCount(event: "error"): number;
}

export interface PostgresConnection {
  query(query: { name?: string; text: string; values: unknown[] }): Promise<PostgresResult>;
  on(event: "error", listener: (error: Error) => void): unknown;
  /** `true` closes the connection instead of giving it back. */
  release(destroy?: boolean): void;
}

export interface PostgresOptions {
  /** For one call, the wait for a connection included. 1000 milliseconds where it is left out. */
  readonly deadlineMilliseconds?: number;
  /** How many may wait for a connection of the pool; whoever comes then is refused at once. 100 where left out. */
  readonly maxWaiting?: number;
  /** False for a pooler that keeps no prepared statements, as PgBouncer before 1.21 in transaction mode. */
  readonly prepare?: boolean;
}

/**
 * Records and limits over a pool of `pg`. Give the pool a `connectionTimeoutMillis` of 1000 or so, or connections that
 * were being opened when a network broke hold their places for minutes.
 *
 * A call that waited for a connection past its deadline is never sent. One that was sent and not answered in time is
 * rejected and its connection closed, since nobody knows what became of it; nothing is sent twice. Errors of idle
 * connections are heard, so that a restart of PostgreSQL does not end the process; the pool opens new ones by itself.
 *
 * @throws RangeError for options that are no whole numbers above 0
 */
export function postgresDatabase(
  pool: PostgresPool,
  { deadlineMilliseconds = 1000, maxWaiting = 100, prepare = true }: PostgresOptions = {},
): PostgresDatabase {
  mustBePositive("deadlineMilliseconds", deadlineMilliseconds);
  mustBePositive("maxWaiting", maxWaiting);
  if (pool.listenerCount("error") === 0) pool.on("error", ignore);
  const listenedTo = new WeakSet<PostgresConnection>();

  async function connect(deadline: QueryDeadline): Promise<PostgresConnection> {
    const waiting = pool.waitingCount - pool.idleCount;
    if (waiting >= maxWaiting) {
      throw new Error(`PostgreSQL: ${waiting} callers are waiting for a connection of the pool`);
    }
    const connecting = pool.connect();
    try {
      return await deadline.wait(connecting);
    } catch (error) {
      // It comes too late for its caller, and goes back untouched.
      connecting.then((late) => late.release(), ignore);
      throw error;
    }
  }

  /** Without a listener a connection that breaks ends the process. */
  function listenTo(connection: PostgresConnection): void {
    if (listenedTo.has(connection)) return;
    listenedTo.add(connection);
    connection.on("error", ignore);
  }

  async function send(
    connection: PostgresConnection,
    { text, values }: PostgresStatement,
    deadline: QueryDeadline,
  ): Promise<PostgresResult> {
    listenTo(connection);
    const name = prepare ? { name: statementName(text) } : {};
    try {
      const result = await deadline.wait(connection.query({ ...name, text, values: [...values] }));
      connection.release();
      return result;
    } catch (error) {
      connection.release(!isRefusal(error));
      throw error;
    }
  }

  return {
    dialect: "postgres",
    async query(statement) {
      const deadline = startDeadline(deadlineMilliseconds);
      try {
        return await send(await connect(deadline), statement, deadline);
      } finally {
        deadline.end();
      }
    },
  };
}

/** An answer of the server to this statement alone (an SQLSTATE), after which the connection is as good as before. */
function isRefusal(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" && /^(?!08|57P)[0-5FHP][0-9A-Z]{4}$/.test(code);
}

function mustBePositive(option: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new RangeError(`postgresDatabase: ${option} is ${value}. Give a whole number above 0.`);
}

function ignore(): void {}
