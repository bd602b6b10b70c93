import { userInfo } from "node:os";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { confirm } from "../confirm.js";
import { refuseMemoryRecords } from "../open-app.js";
import { cliProblem } from "../output/cli-problem.js";
import { count } from "../output/columns.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome } from "../output/outcome.js";
import { parseSubjectId } from "../parse-subject-id.js";
import { type Context, type Perform, withCommonOptions } from "../perform.js";

interface ResetOptions {
  readonly reason: string;
  readonly by: string;
  readonly yes?: boolean;
}

export function addReset(program: Command, perform: Perform): void {
  const command = program
    .command("reset")
    .summary("void an account's second factor, for support")
    .description(
      "Voids everything the account holds: authenticators, recovery codes, sessions that " +
        "were verified. With its password alone nothing opens then but a new enrollment. " +
        "Its owner is told. Be sure that you speak with the owner before you run this: " +
        "whoever makes you do it needs only the password from then on.",
    )
    .addArgument(
      new Argument("<subject>", "the account's id in your app").argParser(parseSubjectId),
    )
    .requiredOption("--reason <text>", "why, for the audit log", parseLine)
    .addOption(
      new Option("--by <name>", "who, for the audit log")
        .argParser(parseLine)
        .default(operator(), "whoever runs it"),
    )
    .option("--yes", "do not ask");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
The event "subject.reset" goes to your app's event sink with reason and name.

Examples:
  $ second-factor reset 4711 --reason "lost phone, passport seen, ticket 815"
  $ second-factor reset 4711 --reason "ticket 815" --by dave --yes`,
    )
    .action((subjectId: string, options: ResetOptions) =>
      perform(command, (context) => reset(context, subjectId, options)),
    );
}

async function reset(
  context: Context,
  subjectId: string,
  { reason, by, yes }: ResetOptions,
): Promise<Outcome> {
  const { engine, options } = await context.app();
  refuseMemoryRecords(options);
  if (yes !== true) {
    const { authenticators, recoveryCodesRemaining } = await engine.describe(subjectId);
    const held = `${count(authenticators.length, "authenticator")} and ${count(recoveryCodesRemaining, "recovery code")}`;
    await confirm(`Void ${held} of "${subjectId}"?`, context.signal);
  }
  await engine.reset(subjectId, { reason, actor: by });
  return {
    exitCode: exitCodes.fine,
    result: { subjectId, reason, actor: by },
    problems: options.events === undefined ? [unaudited] : [],
    text: `The second factor of ${subjectId} is void. A new enrollment is asked for at the next sign-in.`,
  };
}

const unaudited = cliProblem(
  "warning",
  "events_missing",
  "The app has no event sink, so the reason stands in no log.",
  "Pass the option events to createSecondFactor().",
);

/** Who typed it, also where sudo ran it. */
function operator(): string {
  try {
    return process.env.SUDO_USER || userInfo().username;
  } catch {
    // A container's user may have no name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

function parseLine(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It is empty.");
  if (text.length > 500) throw new InvalidArgumentError("It is longer than 500 characters.");
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) throw new InvalidArgumentError("It is not one line.");
  return text;
}
