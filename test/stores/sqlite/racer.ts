// One of several processes on one SQLite file: started with fork(), told by a message when to race.
import { openLibsql, sqlLimits, sqlRecords } from "@second-factor/sql";

export interface Race {
  readonly steps: readonly number[];
  readonly tries: number;
}

/** What this process was told. */
export interface Won {
  /** Steps accepted here, each as often as it was. */
  readonly accepted: readonly number[];
  readonly allowed: number;
  readonly errors: readonly string[];
}

// What is tested is who wins, not how long a crowded test machine takes.
const database = await openLibsql(`file:${process.env.SHARED_FILE}`, {
  busyTimeoutMilliseconds: 20_000,
});
const records = sqlRecords(database).forNamespace("app");
const limiter = sqlLimits(database).limiter(
  { name: "short", points: 5, durationSeconds: 900 },
  { now: () => 0 },
);

process.on("message", async ({ steps, tries }: Race) => {
  const accepted: number[] = [];
  const errors: string[] = [];
  let allowed = 0;
  for (const step of steps) {
    const range = { first: step, last: step };
    if (await records.acceptStep("ada", "phone", range, step)) accepted.push(step);
  }
  for (let tried = 0; tried < tries; tried += 1) {
    await limiter.consume("ada").then(
      () => {
        allowed += 1;
      },
      (refused: unknown) => {
        if (refused instanceof Error) errors.push(refused.message);
      },
    );
  }
  process.send?.({ accepted, allowed, errors } satisfies Won);
});
process.on("disconnect", () => {
  database.close();
  process.exit();
});
process.send?.("ready");
