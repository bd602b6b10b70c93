import { type Command, Option } from "commander";
import { CliError } from "../cli-error.js";
import type { LoadedConfig } from "../config/load-config.js";
import { exportMissing, made } from "../config/load-config.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome } from "../output/outcome.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

type Dialect = "postgres" | "sqlite";

export function addSchema(program: Command, perform: Perform): void {
  const schema = program
    .command("schema")
    .summary("the tables of @second-factor/sql")
    .description("The tables of @second-factor/sql.");

  const print = schema
    .command("print")
    .summary("print the SQL that lays them")
    .description(
      "Prints the SQL that lays the tables, for whoever runs migrations with a tool of " +
        "their own. It is safe to run again.",
    )
    .addOption(
      new Option("--dialect <name>", "by default that of your app's database").choices([
        "postgres",
        "sqlite",
      ]),
    );
  withCommonOptions(print)
    .addHelpText("after", "\nExample:\n  $ second-factor schema print --dialect postgres > 001.sql")
    .action((options: { dialect?: Dialect }) =>
      perform(print, (context) => printSchema(context, options.dialect)),
    );

  const migrate = schema
    .command("migrate")
    .summary("lay them, or bring them up to date")
    .description(
      "Lays the tables in your app's database, or brings them up to date: all of it or " +
        'nothing. The configuration module has to export "database", what your app gives ' +
        "to sqlRecords().",
    )
    .option("--dry-run", "only say what would be done");
  withCommonOptions(migrate).action((options: { dryRun?: boolean }) =>
    perform(migrate, (context) => migrateSchema(context, options.dryRun === true)),
  );
}

async function printSchema(context: Context, asked: Dialect | undefined): Promise<Outcome> {
  const sql = await loadSql();
  const dialect = asked ?? (await databaseOf(await context.config())).dialect;
  const text = dialect === "postgres" ? sql.postgresSchema : sql.sqliteSchema;
  const result = { dialect, version: sql.schemaVersion, sql: text };
  return { exitCode: exitCodes.fine, result, problems: [], text: text.trimEnd() };
}

async function migrateSchema(context: Context, dryRun: boolean): Promise<Outcome> {
  const sql = await loadSql();
  const database = await databaseOf(await context.config());
  const from = await sql.installedSchemaVersion(database);
  const to = sql.schemaVersion;
  const result = { dialect: database.dialect, from, to, dryRun };
  const outcome = (text: string): Outcome => ({
    exitCode: exitCodes.fine,
    result,
    problems: [],
    text,
  });
  if (from >= to) return outcome(`The tables are of version ${from}: nothing to do.`);
  const step = from === 0 ? `version ${to}` : `version ${to} from version ${from}`;
  if (dryRun) return outcome(`Would bring the tables to ${step}. Nothing was changed.`);
  await sql.migrate(database);
  return outcome(`The tables are of ${step} now.`);
}

export async function databaseOf({ exported, path }: LoadedConfig) {
  return (
    (await made(exported.database)) ??
    exportMissing(path, "database", "what your app gives to sqlRecords()")
  );
}

export async function loadSql() {
  try {
    return await import("@second-factor/sql");
  } catch (cause) {
    throw new CliError(
      "sql_missing",
      "@second-factor/sql is not installed.",
      "Install it where your app is; stores of other kinds have no schema.",
      undefined,
      { cause },
    );
  }
}
