import { rewrapKeys } from "@second-factor/core";
import { type Command, Option } from "commander";
import { chooseMasterKey } from "../config/choose-master-key.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome } from "../output/outcome.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";
import { readSecretText } from "../read-secret-text.js";

interface RewrapOptions {
  readonly to: string;
  readonly keys: string;
}

export function addRewrap(keys: Command, perform: Perform): void {
  const command = keys
    .command("rewrap")
    .summary("wrap the keys by another master key")
    .description(
      "Prints the text of the ring with every data key wrapped by another master key, or " +
        "anew by the same. The data keys stay what they are, so nothing has to be sealed " +
        'again. A plain ring ("k1:base64") is wrapped too: from then on its text opens ' +
        "nothing without the master key.",
    )
    .requiredOption("--to <label>", "which of the exported masterKeys wraps from now on")
    .addOption(
      new Option("--keys <where>", "the ring's text: env:NAME, file:PATH or - for stdin").default(
        "env:SECOND_FACTOR_KEYS",
      ),
    );
  withCommonOptions(command)
    .addHelpText("after", "\nExample:\n  $ second-factor keys rewrap --to google > new-ring")
    .action((options: RewrapOptions) => perform(command, (context) => rewrap(context, options)));
}

async function rewrap(context: Context, { to, keys }: RewrapOptions): Promise<Outcome> {
  const text = await readSecretText(keys);
  const [masterKeys] = await chooseMasterKey(await context.config(), to);
  const ring = await rewrapKeys(text, masterKeys, to);
  return { exitCode: exitCodes.fine, result: { to, ring }, problems: [], text: ring };
}
