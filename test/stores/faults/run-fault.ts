import assert from "node:assert/strict";
import type { PostgresServer } from "../../servers/index.js";
import type { VariantName } from "../../testbed/index.js";
import { askForEverything } from "./ask-for-everything.js";
import type { Fault } from "./fault.js";
import { deadlineMilliseconds, startGround } from "./ground.js";
import { lookAround, untilBack } from "./look-around.js";
import { moveIn } from "./people.js";

/** What the proof prints; the tests look at none of it. */
export interface Measured {
  readonly refusals: number;
  /** How long the slowest refusal took beyond the deadline; negative where all were sooner. */
  readonly slowestBeyondDeadline: number;
  /** From the end of the fault until the app works again by itself. */
  readonly backAfter: number;
}

/** Breaks a store under a running app, asks for everything, repairs the store, and looks at what is left. */
export async function runFault(
  fault: Fault,
  variant: VariantName,
  postgres: PostgresServer,
): Promise<Measured> {
  const ground = await startGround(variant, postgres, fault);
  try {
    const people = await moveIn(ground);
    const waits: number[] = [];
    await fault.begin(ground);
    const tried = await askForEverything(ground, fault, people, waits).finally(() =>
      fault.end(ground),
    );
    const backAfter = await untilBack(ground, people);
    await lookAround(ground, fault, people, tried);
    const told = ground.bed.events.filter(({ type }) => type === "unavailable").length;
    assert.ok(told >= waits.length, `${waits.length} refusals, and ${told} events that say why`);
    return {
      refusals: waits.length,
      slowestBeyondDeadline: Math.max(...waits, 0) - deadlineMilliseconds,
      backAfter,
    };
  } finally {
    await ground.close();
  }
}
