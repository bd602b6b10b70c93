import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { generateWrappedKey, keyRing } from "@second-factor/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { CliError } from "../cli-error.js";
import { chooseMasterKey } from "../config/choose-master-key.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome } from "../output/outcome.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

interface GenerateOptions {
  readonly id: string;
  readonly master?: string;
  readonly out?: string;
}

export function addGenerate(keys: Command, perform: Perform): void {
  const command = keys
    .command("generate")
    .summary("make one new entry for the ring")
    .description(
      "Prints one new entry for the key ring. Put it in front of the ring, and a comma " +
        "behind it: the first key seals, all open. " +
        "Without --master the entry is the key itself. Let it go into your secret store " +
        "and nowhere else, with --out or a pipe.",
    )
    .addOption(
      new Option("--id <id>", "1 to 32 letters, digits, _ or -")
        .argParser(parseId)
        .default(`k${new Date().toISOString().slice(0, 10)}`, "k and today's date"),
    )
    .option("--master <label>", "wrap it by this one of the exported masterKeys")
    .option("--out <file>", "write it to a new file that only you can read");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  $ second-factor keys generate --out new-key
  $ second-factor keys generate --id d2 --master aws`,
    )
    .action((options: GenerateOptions) =>
      perform(command, (context) => generate(context, options)),
    );
}

async function generate(context: Context, { id, master, out }: GenerateOptions): Promise<Outcome> {
  const entry = master === undefined ? plainKey(id) : await wrappedKey(context, id, master);
  const shared = { id, master: master ?? null };
  if (out === undefined)
    return { exitCode: exitCodes.fine, result: { ...shared, entry }, problems: [], text: entry };
  await writeNew(out, `${entry}\n`);
  const text = `The new entry stands in ${out}. Put it in front of the ring.`;
  return { exitCode: exitCodes.fine, result: { ...shared, out }, problems: [], text };
}

function plainKey(id: string): string {
  const entry = `${id}:${randomBytes(32).toString("base64")}`;
  // The ring's own rules: what would be refused there is not handed out here.
  keyRing(entry);
  return entry;
}

async function wrappedKey(context: Context, id: string, label: string): Promise<string> {
  const [, masterKey] = await chooseMasterKey(await context.config(), label);
  return generateWrappedKey(id, label, masterKey);
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw new CliError(
      "output_exists",
      `${file} is there already.`,
      "Name a file that is not: nothing is overwritten that may be a key.",
    );
  }
}

function parseId(text: string): string {
  if (/^[A-Za-z0-9_-]{1,32}$/.test(text)) return text;
  throw new InvalidArgumentError('Use 1 to 32 letters, digits, "_" or "-".');
}
