import { Argument, type Command } from "commander";
import { refuseMemoryRecords } from "../open-app.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome } from "../output/outcome.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

export function addRetire(keys: Command, perform: Perform): void {
  const command = keys
    .command("retire")
    .summary("say whether a key may be taken out")
    .description(
      "Says whether a key may be taken out of the ring, and refuses while anything in the " +
        "store is sealed by it. Changes nothing: the ring is yours. Ask in every namespace " +
        "that has the key, and only when every process seals with a newer one.",
    )
    .addArgument(new Argument("<id>", "the key's id in the ring"));
  withCommonOptions(command)
    .addHelpText("after", "\nExample:\n  $ second-factor keys retire k1")
    .action((id: string) => perform(command, (context) => retire(context, id)));
}

async function retire(context: Context, id: string): Promise<Outcome> {
  const { engine, options } = await context.app();
  refuseMemoryRecords(options);
  await engine.assertKeyRetired(id);
  const inRing = options.keys.keyIds.includes(id);
  const hours = Math.ceil((options.verifiedMaxAgeSeconds ?? 86_400) / 3600);
  const text = inRing
    ? `Nothing in the store is sealed by ${id}. Take it out of the ring ${hours} hours after the last process\n` +
      "stopped sealing with it: sealed cookies of before would ask their owners for a code once more."
    : `Nothing in the store is sealed by ${id}, and it is not in the ring.`;
  return { exitCode: exitCodes.fine, result: { id, inRing, retirable: true }, problems: [], text };
}
