import type { KeyStatus, ResealProgress, SecondFactorEngine } from "@second-factor/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { refuseMemoryRecords } from "../open-app.js";
import { cliProblem } from "../output/cli-problem.js";
import { count } from "../output/columns.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome, Problem } from "../output/outcome.js";
import { createProgress } from "../output/progress.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

interface RotateOptions {
  readonly dryRun?: boolean;
  readonly pageSize?: number;
}

export function addRotate(keys: Command, perform: Perform): void {
  const command = keys
    .command("rotate")
    .summary("seal every secret anew by the first key")
    .description(
      "Seals every secret anew that the first key of the ring did not seal, while your app " +
        "serves. Run it when every process has the new ring. Each secret is replaced only " +
        "where it is still the one that was read; ended early, it goes on with the next run.",
    )
    .option("--dry-run", "only count")
    .addOption(
      new Option("--page-size <n>", "subjects read at a time, 1 to 1000").argParser(parsePage),
    );
  withCommonOptions(command).action((options: RotateOptions) =>
    perform(command, (context) => rotate(context, options)),
  );
}

async function rotate(context: Context, { dryRun, pageSize }: RotateOptions): Promise<Outcome> {
  const { engine, options } = await context.app();
  refuseMemoryRecords(options);
  const paging = { signal: context.signal, ...(pageSize !== undefined && { pageSize }) };
  if (dryRun === true) return countOnly(await engine.keyStatus(paging));
  return reseal(engine, options.keys.sealingKeyId, paging);
}

function countOnly(keys: readonly KeyStatus[]): Outcome {
  const sum = (of: readonly KeyStatus[]) => of.reduce((total, { secrets }) => total + secrets, 0);
  const current = sum(keys.filter(({ seals }) => seals));
  const unopened = sum(keys.filter(({ inRing }) => !inRing));
  const resealed = sum(keys) - current - unopened;
  const sealingKey = keys.find(({ seals }) => seals)?.id ?? null;
  return {
    exitCode: unopened > 0 ? exitCodes.attention : exitCodes.fine,
    result: { dryRun: true, interrupted: false, sealingKey, resealed, current, unopened },
    problems: unopened > 0 ? [unopenedProblem(unopened)] : [],
    text: `Would seal ${count(resealed, "secret")} anew by ${sealingKey}; ${current} are. Nothing was changed.`,
  };
}

async function reseal(
  engine: SecondFactorEngine,
  sealingKey: string,
  paging: { readonly signal: AbortSignal; readonly pageSize?: number },
): Promise<Outcome> {
  const progress = createProgress("sealing anew");
  let reached: ResealProgress = {
    examined: 0,
    resealed: 0,
    current: 0,
    changedMeanwhile: 0,
    unopened: 0,
  };
  let isInterrupted = false;
  if (progress.shown) progress.start(await countSecrets(engine, paging.signal));
  try {
    const { unopened, ...counts } = await engine.resealSecrets({
      ...paging,
      onProgress(so) {
        reached = so;
        progress.update(so.examined);
      },
    });
    reached = { ...counts, unopened: unopened.length };
  } catch (thrown) {
    if (!paging.signal.aborted) throw thrown;
    isInterrupted = true;
  } finally {
    progress.stop();
  }
  return summarize(reached, sealingKey, isInterrupted);
}

const countSecrets = async (engine: SecondFactorEngine, signal: AbortSignal): Promise<number> =>
  (await engine.keyStatus({ signal })).reduce((total, { secrets }) => total + secrets, 0);

function summarize(reached: ResealProgress, sealingKey: string, interrupted: boolean): Outcome {
  const { resealed, current, changedMeanwhile, unopened } = reached;
  const changed = changedMeanwhile > 0 ? `, ${changedMeanwhile} changed meanwhile` : "";
  const counts = `${count(resealed, "secret")} sealed anew by ${sealingKey}, ${current} were${changed}.`;
  return {
    exitCode: interrupted
      ? exitCodes.interrupted
      : unopened > 0
        ? exitCodes.attention
        : exitCodes.fine,
    result: { dryRun: false, interrupted, sealingKey, ...reached },
    problems: unopened > 0 ? [unopenedProblem(unopened)] : [],
    text: interrupted ? `Ended early. ${counts} Run it again to go on.` : counts,
  };
}

const unopenedProblem = (unopened: number): Problem =>
  cliProblem(
    "warning",
    "secrets_unopened",
    `${count(unopened, "secret")} did not open and stay as they are.`,
    'Run "keys status": a key may be missing from the ring. The event reseal.unopened names each.',
  );

function parsePage(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError("Write a whole number from 1 to 1000.");
}
