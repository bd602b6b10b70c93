import { readFile } from "node:fs/promises";
import type { AuditFault, Checkpoint } from "@second-factor/sql";
import type { Command } from "commander";
import { CliError } from "../cli-error.js";
import { cliProblem } from "../output/cli-problem.js";
import { columns, count } from "../output/columns.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome, Problem } from "../output/outcome.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";
import { databaseOf, loadSql } from "./schema.js";

export function addAudit(program: Command, perform: Perform): void {
  const audit = program
    .command("audit")
    .summary("the audit log of @second-factor/sql")
    .description("The audit log of @second-factor/sql. What it proves is in docs/events.md.");

  const verify = audit
    .command("verify")
    .summary("find what was changed in it")
    .description(
      "Reads the whole audit log and says which rows were edited, removed, put in, moved " +
        "or written anew. Only checkpoints that were kept elsewhere show that its end was cut " +
        'off. The configuration module has to export "database"; the ring needs every key ' +
        "that ever signed a row.",
    )
    .option("--checkpoints <file>", "as they were kept: lines of JSON");
  withCommonOptions(verify)
    .addHelpText(
      "after",
      "\nExample:\n  $ second-factor audit verify --checkpoints checkpoints.jsonl",
    )
    .action((options: { checkpoints?: string }) =>
      perform(verify, (context) => verifyLog(context, options.checkpoints)),
    );

  const checkpoint = audit
    .command("checkpoint")
    .summary("print a signed checkpoint, to be kept elsewhere")
    .description(
      "Prints what the log is now, signed, as one line of JSON. Keep it where whoever can " +
        "write to the database cannot. It says what the log is, not that it is whole.",
    );
  withCommonOptions(checkpoint)
    .addHelpText("after", "\nExample:\n  $ second-factor audit checkpoint >> checkpoints.jsonl")
    .action(() => perform(checkpoint, printCheckpoint));
}

async function verifyLog(context: Context, file: string | undefined): Promise<Outcome> {
  const checkpoints = file === undefined ? [] : await readCheckpoints(file);
  const sql = await loadSql();
  const { options } = await context.app();
  const database = await databaseOf(await context.config());
  const { signal } = context;
  const verdict = await sql.verifyAuditLog(database, { keys: options.keys, checkpoints, signal });
  const { verified, rows, faults, chains } = verdict;
  return {
    exitCode: verified ? exitCodes.fine : exitCodes.errors,
    result: { verified, rows, faults, chains },
    problems: faults.map(toProblem),
    text: columns([
      ["namespace", "rows", "last", "last checkpoint"],
      ...chains.map(({ namespace, rows, last, checkpoint }) => [
        namespace,
        rows.toLocaleString("en"),
        `${last}`,
        checkpoint === 0 ? "none" : `${checkpoint}`,
      ]),
    ]).concat(verified ? `\n\n${count(rows, "row")} as they were written.` : ""),
  };
}

async function printCheckpoint(context: Context): Promise<Outcome> {
  const sql = await loadSql();
  const { options } = await context.app();
  const log = sql.sqlAuditLog(await databaseOf(await context.config()), { keys: options.keys });
  const result = await log.checkpoint(options.namespace);
  return { exitCode: exitCodes.fine, result, problems: [], text: JSON.stringify(result) };
}

const said: Readonly<Record<AuditFault["fault"], string>> = {
  changed: "not as written: edited, moved, put in, or written without the key",
  missing: "not there any more",
  cut: "known to a checkpoint, and the log ends before",
  rewritten: "not what a checkpoint knows: written anew, from here or from before",
  key_returned: "signed by a key that the log had left for a newer one",
  key_missing: "signed by a key that is not in the ring",
  checkpoint_invalid: "a checkpoint for it is not one of this ring's",
};

function toProblem({ namespace, number, through, fault }: AuditFault): Problem {
  const which = number === through ? `Row ${number}` : `Rows ${number} to ${through}`;
  const remedy =
    fault === "key_missing"
      ? "Run it with a ring that has the key, behind the others: no app needs it for this."
      : "Compare with what else was kept of that time, backups and other logs, before anything is written over.";
  const message = `${which} of "${namespace}": ${said[fault]} (${fault}).`;
  return cliProblem("error", "audit_fault", message, remedy);
}

/** @throws CliError `checkpoints_unreadable` */
async function readCheckpoints(file: string): Promise<readonly Checkpoint[]> {
  try {
    const lines = (await readFile(file, "utf8")).split("\n");
    return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line));
  } catch (cause) {
    throw new CliError(
      "checkpoints_unreadable",
      `${file} cannot be read as checkpoints.`,
      "It has one checkpoint a line, as audit checkpoint prints them and onCheckpoint gets them.",
      undefined,
      { cause },
    );
  }
}
