import { setImmediate } from "node:timers/promises";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { importRows } from "../import/import-rows.js";
import { openFile } from "../import/read-file.js";
import { readRecords } from "../import/read-records.js";
import { type FieldNames, readRows } from "../import/read-rows.js";
import type { BadRow } from "../import/row.js";
import { base32Source } from "../import/sources/base32.js";
import { betterAuthSource } from "../import/sources/better-auth.js";
import { readBetterAuthKey } from "../import/sources/better-auth-key.js";
import { type Source, type SourceName, sourceNames } from "../import/sources/source.js";
import { speakeasySource } from "../import/sources/speakeasy.js";
import { summarizeImport } from "../import/summarize-import.js";
import { refuseMemoryRecords } from "../open-app.js";
import type { Outcome } from "../output/outcome.js";
import { createProgress } from "../output/progress.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

interface ImportCommandOptions {
  readonly from: SourceName;
  readonly subjectField?: string;
  readonly secretField?: string;
  readonly nameField?: string;
  readonly digits: number;
  readonly period: number;
  readonly algorithm: "SHA1" | "SHA256" | "SHA512";
  readonly betterAuthSecret?: string;
  readonly acceptShort?: boolean;
  readonly dryRun?: boolean;
}

export function addImport(program: Command, perform: Perform): void {
  const command = program
    .command("import")
    .summary("take authenticators over, so that people keep their apps")
    .description(
      "Takes authenticators over from another system. People keep the app they have. " +
        "Bad rows are told of by line and left out. Run again, it goes on: who was imported " +
        "is passed over, and so is who enrolled here by themselves since.",
    )
    .addArgument(
      new Argument("<file>", "JSON, JSON lines or CSV with a header; - is standard input"),
    )
    .addOption(
      new Option("--from <source>", "what wrote it").choices(sourceNames).makeOptionMandatory(),
    )
    .option("--subject-field <name>", "where the account's id stands, user.id for instance")
    .option("--secret-field <name>", "where the secret stands")
    .option("--name-field <name>", "where the authenticator's name stands")
    .addOption(
      new Option("--digits <n>", "where a row does not say").argParser(parseNumber).default(6),
    )
    .addOption(
      new Option("--period <seconds>", "where a row does not say")
        .argParser(parseNumber)
        .default(30),
    )
    .addOption(
      new Option("--algorithm <name>", "where a row does not say")
        .choices(["SHA1", "SHA256", "SHA512"])
        .default("SHA1"),
    )
    .option(
      "--better-auth-secret <where>",
      "env:NAME, file:PATH or -, instead of BETTER_AUTH_SECRET",
    )
    .option("--accept-short", "take secrets of 80 bits, otplib's default before version 13")
    .option("--dry-run", "check every row and write nothing");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Columns: subject (or userId, user_id), secret, and if you like name, digits,
period, algorithm. Secrets are Base32 for csv and otplib; ascii, hex or base32 for
speakeasy; the table twoFactor for better-auth, opened under BETTER_AUTH_SECRET.

Examples:
  $ second-factor import users.csv --from csv --dry-run
  $ psql -c "COPY two_factor TO STDOUT CSV HEADER" | second-factor import - --from better-auth`,
    )
    .action((file: string, options: ImportCommandOptions) =>
      perform(command, (context) => importFile(context, file, options)),
    );
}

async function importFile(
  context: Context,
  path: string,
  given: ImportCommandOptions,
): Promise<Outcome> {
  const app = await context.app();
  refuseMemoryRecords(app.options);
  const source = await sourceOf(context, given);
  const file = openFile(path, context.signal);
  const { digits, period, algorithm, acceptShort = false, dryRun = false } = given;
  const progress = createProgress(dryRun ? "checking" : "importing");
  const refused: BadRow[] = [];
  progress.start(file.size ?? 0);
  try {
    const counts = await importRows(readRows(readRecords(file.bytes), source, fieldNames(given)), {
      engine: app.engine,
      defaults: { digits, period, algorithm },
      acceptShort,
      dryRun,
      maxAuthenticators: app.options.maxAuthenticators ?? 3,
      signal: context.signal,
      refused: (row) => refused.push(row),
      async onPause() {
        progress.update(file.bytesRead());
        // A SQLite file answers at once: without a turn of the event loop nobody would hear of Ctrl-C.
        await setImmediate();
        // Events are handed over faster than a sink may write them.
        await app.settled();
      },
    });
    return summarizeImport(counts, refused, source, {
      dryRun,
      interrupted: context.signal.aborted,
    });
  } finally {
    progress.stop();
  }
}

async function sourceOf(
  context: Context,
  { from, betterAuthSecret }: ImportCommandOptions,
): Promise<Source> {
  if (from === "speakeasy") return speakeasySource;
  if (from !== "better-auth") return base32Source;
  const { path } = await context.config();
  return betterAuthSource(await readBetterAuthKey(betterAuthSecret), path);
}

const fieldNames = (given: ImportCommandOptions): FieldNames => ({
  ...(given.subjectField !== undefined && { subject: given.subjectField }),
  ...(given.secretField !== undefined && { secret: given.secretField }),
  ...(given.nameField !== undefined && { name: given.nameField }),
});

function parseNumber(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}
