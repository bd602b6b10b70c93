import type { AuditFaultKind, SqlDatabase } from "@second-factor/sql";
import { audit, execute, rewrite, shift } from "./forge.js";
import type { Rings } from "./log-under-test.js";

type Found = readonly [fault: AuditFaultKind, number: number, through: number];

/** What somebody who can write to the database does to a log of so many rows, and what has to be found. */
export interface Manipulation {
  readonly name: string;
  act(database: SqlDatabase, rows: number, rings: Rings): Promise<unknown>;
  /** In the namespace of the log. */
  found(rows: number): readonly Found[];
  /** Whether it is found without a checkpoint too. */
  readonly withoutCheckpoints: boolean;
}

/** Where it is done, behind the change of keys and before the end. */
const placeIn = (rows: number) => rows - Math.ceil(rows / 5);

export const manipulations: readonly Manipulation[] = [
  {
    name: "an edited event",
    act: (database, rows) =>
      execute(
        database,
        `UPDATE ${audit} SET event = replace(event, 'success', 'failure') WHERE number = $1`,
        [placeIn(rows)],
      ),
    found: (rows) => [["changed", placeIn(rows), placeIn(rows)]],
    withoutCheckpoints: true,
  },
  {
    name: "an event that reads the same and is written otherwise",
    act: (database, rows) =>
      execute(database, `UPDATE ${audit} SET event = replace(event, '{', '{ ') WHERE number = $1`, [
        placeIn(rows),
      ]),
    found: (rows) => [["changed", placeIn(rows), placeIn(rows)]],
    withoutCheckpoints: true,
  },
  {
    name: "an edited mac",
    act: (database, rows) =>
      execute(database, `UPDATE ${audit} SET mac = '' WHERE number = $1`, [placeIn(rows)]),
    found: (rows) => [["changed", placeIn(rows), placeIn(rows) + 1]],
    withoutCheckpoints: true,
  },
  {
    name: "a removed row",
    act: (database, rows) =>
      execute(database, `DELETE FROM ${audit} WHERE number = $1`, [placeIn(rows)]),
    found: (rows) => [["missing", placeIn(rows), placeIn(rows)]],
    withoutCheckpoints: true,
  },
  {
    name: "a removed beginning",
    act: (database) => execute(database, `DELETE FROM ${audit} WHERE number <= 3`),
    found: () => [["missing", 1, 3]],
    withoutCheckpoints: true,
  },
  {
    name: "a removed row, the others numbered anew",
    async act(database, rows) {
      await execute(database, `DELETE FROM ${audit} WHERE number = $1`, [placeIn(rows)]);
      await shift(database, placeIn(rows), -1);
    },
    found: (rows) => [
      ["changed", placeIn(rows), rows - 1],
      ["cut", rows, rows],
    ],
    withoutCheckpoints: true,
  },
  {
    name: "two rows in each other's place",
    async act(database, rows) {
      const move = (from: number, to: number) =>
        execute(database, `UPDATE ${audit} SET number = $2 WHERE number = $1`, [from, to]);
      const place = placeIn(rows);
      await move(place, -1);
      await move(place + 1, place);
      await move(-1, place + 1);
    },
    found: (rows) => [["changed", placeIn(rows), placeIn(rows) + 2]],
    withoutCheckpoints: true,
  },
  {
    name: "a row put in between",
    async act(database, rows) {
      await shift(database, placeIn(rows) + 1, 1);
      await execute(
        database,
        `INSERT INTO ${audit} (namespace, number, key_id, mac, event)
          SELECT namespace, number + 1, key_id, mac, event FROM ${audit} WHERE number = $1`,
        [placeIn(rows)],
      );
    },
    found: (rows) => [
      ["changed", placeIn(rows) + 1, rows],
      ["rewritten", rows, rows],
      ["changed", rows + 1, rows + 1],
    ],
    withoutCheckpoints: true,
  },
  {
    name: "a row put before the first",
    act: (database) =>
      execute(
        database,
        `INSERT INTO ${audit} (namespace, number, key_id, mac, event)
          SELECT namespace, -7, key_id, mac, event FROM ${audit} WHERE number = 1`,
      ),
    found: () => [["changed", -7, -7]],
    withoutCheckpoints: true,
  },
  {
    name: "a row put behind the last",
    act: (database, rows) =>
      execute(
        database,
        `INSERT INTO ${audit} (namespace, number, key_id, mac, event)
          SELECT namespace, number + 1, key_id, mac, event FROM ${audit} WHERE number = $1`,
        [rows],
      ),
    found: (rows) => [["changed", rows + 1, rows + 1]],
    withoutCheckpoints: true,
  },
  {
    name: "a cut tail",
    act: (database, rows) =>
      execute(database, `DELETE FROM ${audit} WHERE number > $1`, [placeIn(rows)]),
    found: (rows) => [["cut", placeIn(rows) + 1, rows]],
    withoutCheckpoints: false,
  },
  {
    name: "a log that was emptied",
    act: (database) => execute(database, `DELETE FROM ${audit}`),
    found: (rows) => [["cut", 1, rows]],
    withoutCheckpoints: false,
  },
  {
    name: "a chain rewritten without the key",
    act: (database, rows, { made }) => rewrite(database, placeIn(rows), made, "k2"),
    found: (rows) => [
      ["changed", placeIn(rows), rows],
      ["rewritten", rows, rows],
    ],
    withoutCheckpoints: true,
  },
  {
    name: "a tail rewritten with an old key",
    act: (database, rows, { old }) => rewrite(database, placeIn(rows), old, "k1"),
    found: (rows) => [
      ["key_returned", placeIn(rows), rows],
      ["rewritten", rows, rows],
    ],
    withoutCheckpoints: true,
  },
  {
    name: "the whole chain rewritten with an old key",
    act: (database, _rows, { old }) => rewrite(database, 1, old, "k1"),
    found: (rows) => [
      ["rewritten", Math.ceil(rows / 2), Math.ceil(rows / 2)],
      ["rewritten", rows, rows],
    ],
    withoutCheckpoints: false,
  },
  {
    name: "a row said to be signed by a key that nobody has",
    act: (database, rows) =>
      execute(database, `UPDATE ${audit} SET key_id = 'k9' WHERE number = $1`, [placeIn(rows)]),
    found: (rows) => [["key_missing", placeIn(rows), placeIn(rows)]],
    withoutCheckpoints: true,
  },
  {
    name: "rows moved to another namespace",
    act: (database, rows) =>
      execute(database, `UPDATE ${audit} SET namespace = 'other' WHERE number > $1`, [
        placeIn(rows),
      ]),
    found: (rows) => [["cut", placeIn(rows) + 1, rows]],
    withoutCheckpoints: true,
  },
];
