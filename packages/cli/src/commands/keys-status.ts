import type { KeyStatus } from "@second-factor/core";
import type { Command } from "commander";
import { refuseMemoryRecords } from "../open-app.js";
import { cliProblem } from "../output/cli-problem.js";
import { columns, count } from "../output/columns.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome, Problem } from "../output/outcome.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

export function addKeyStatus(keys: Command, perform: Perform): void {
  const command = keys
    .command("status")
    .summary("count what each key has sealed")
    .description(
      "Counts what each key has sealed: the keys of the ring in their order, and those " +
        "that only rows of the store name. Opens nothing, changes nothing.",
    );
  withCommonOptions(command).action(() => perform(command, status));
}

async function status(context: Context): Promise<Outcome> {
  const { engine, options } = await context.app();
  refuseMemoryRecords(options);
  const keys = await engine.keyStatus({ signal: context.signal });
  const lost = keys.filter(({ inRing, secrets }) => !inRing && secrets > 0);
  return {
    exitCode: lost.length > 0 ? exitCodes.errors : exitCodes.fine,
    result: { keys },
    problems: lost.map(missing),
    text: columns([
      ["key", "in ring", "seals", "secrets", "pending"],
      ...keys.map(({ id, inRing, seals, secrets, pending }) => [
        id ?? "(no format known)",
        inRing ? "yes" : "NO",
        seals ? "yes" : "",
        `${secrets}`,
        `${pending}`,
      ]),
    ]),
  };
}

const missing = ({ id, secrets }: KeyStatus): Problem =>
  cliProblem(
    "error",
    "key_missing",
    id === null
      ? `${count(secrets, "secret")} in no format that was ever written.`
      : `Key ${id} is not in the ring, and sealed ${count(secrets, "secret")}: their owners get 503.`,
    'Put it back, or see "A lost key" in docs/keys.md.',
  );
