import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { memoryRecords, type Records } from "@second-factor/core/stores";
import { sqlRecords } from "@second-factor/sql";
import pg from "pg";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { accountCalls, accountCollisions } from "./colliding-account-calls.js";
import { calls, collisions, describeSubject, grounds, layGround } from "./colliding-calls.js";
import { type OpenedPostgres, openPostgres } from "./open-postgres.js";

let server: PostgresServer;
let opened: OpenedPostgres;
let holder: pg.Client;
beforeAll(async () => {
  server = await startPostgres();
  opened = await openPostgres(server);
  holder = new pg.Client(opened.url);
  await holder.connect();
});
afterAll(async () => {
  await holder?.end();
  await opened?.close();
  await server?.close();
});

const allCalls = { ...calls, ...accountCalls };

const recordsOf = (index: number): Records => {
  const database = opened.databases[index];
  assert.ok(database);
  return sqlRecords(database).forNamespace(collisions.namespace);
};

/** Until that many callers have been stopped by the holder, or have an answer without having asked for its rows. */
async function untilStopped(callers: readonly Caller[]): Promise<void> {
  const text = `SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (;;) {
    const { waiting } = (await opened.run(text)).rows[0];
    if (waiting + callers.filter(({ answered }) => answered).length >= callers.length) return;
    await wait(1);
  }
}

interface Caller {
  readonly answer: Promise<unknown>;
  answered: boolean;
}

function ask(name: string, index: 0 | 1): Caller {
  const answer = settle(allCalls[name]?.(recordsOf(index), index + 1));
  const caller: Caller = { answer, answered: false };
  answer.then(() => {
    caller.answered = true;
  });
  return caller;
}

/** Both calls have begun, with what they saw then, when the first of them gets on. */
async function collide(authenticators: readonly string[], names: readonly [string, string]) {
  await opened.empty();
  await layGround(recordsOf(0), authenticators);
  await holder.query("BEGIN");
  for (const text of collisions.hold) await holder.query(text);
  const first = ask(names[0], 0);
  await untilStopped([first]);
  const second = ask(names[1], 1);
  await untilStopped([first, second]);
  await holder.query("COMMIT");
  const answers = await Promise.all([first.answer, second.answer]);
  return `${JSON.stringify(answers)} ${await describeSubject(recordsOf(0))}`;
}

const settle = async (answer: Promise<unknown> | undefined): Promise<unknown> => {
  try {
    return (await answer) ?? "done";
  } catch (error) {
    return `rejected: ${error}`;
  }
};

/** What comes of it one after the other, in a store that can do nothing at the same time. */
async function inTurn(
  authenticators: readonly string[],
  names: readonly [string, string],
  order: readonly (0 | 1)[],
) {
  const records = memoryRecords().forNamespace("app");
  await layGround(records, authenticators);
  const answers: unknown[] = [];
  for (const index of order) {
    answers[index] = await settle(allCalls[names[index]]?.(records, index + 1));
  }
  return `${JSON.stringify(answers)} ${await describeSubject(records)}`;
}

async function mustComeOutInTurn(
  authenticators: readonly string[],
  names: readonly [string, string],
): Promise<void> {
  const came = await collide(authenticators, names);
  const right = [
    await inTurn(authenticators, names, [0, 1]),
    await inTurn(authenticators, names, [1, 0]),
  ];
  assert.ok(
    right.includes(came),
    `${names.join(" beside ")}:\n${came}\nis neither of\n${right.join("\n")}`,
  );
}

describe("two verdicts on one subject at the same time", () => {
  for (const [ground, authenticators] of Object.entries(grounds)) {
    for (const first of Object.keys(calls)) {
      it(`come out as if one had come after the other: ${first} and any other (${ground})`, async () => {
        for (const second of Object.keys(calls)) {
          await mustComeOutInTurn(authenticators, [first, second]);
        }
      });
    }
  }

  for (const { what, authenticators, names } of accountCollisions) {
    for (const first of names) {
      it(`come out as if one had come after the other: ${first} and any other (${what})`, async () => {
        // What both are in `calls` has met above.
        const seconds = names.filter((second) => first in accountCalls || second in accountCalls);
        for (const second of seconds) await mustComeOutInTurn(authenticators, [first, second]);
      });
    }
  }
});
