import { CommanderError } from "commander";
import { usageError } from "./cli-error.js";
import { type ExitCode, exitCodes } from "./output/exit-codes.js";
import { explainError } from "./output/explain-error.js";
import { print, write } from "./output/print.js";
import { withoutSecrets } from "./output/without-secrets.js";
import { createProgram } from "./program.js";

/** The whole command line. Everything is printed when it resolves. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.fine;
  let complaint = "";
  const program = createProgram({
    ended: (code) => {
      exitCode = code;
    },
    complain: (text) => {
      complaint += text;
    },
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return exitCodes.fine;
    return refuseUsage(thrown, complaint, args.includes("--json"));
  }
}

async function refuseUsage(
  { code, message }: CommanderError,
  complaint: string,
  asJson: boolean,
): Promise<ExitCode> {
  const isHelp = code === "commander.help";
  // A group without a command: its help says which there are.
  if (isHelp) await write(process.stderr, complaint);
  const what = isHelp ? "A command is missing." : message.replace(/^error: /, "");
  const remedy =
    code === "commander.unknownOption"
      ? 'See --help. Before a subject that begins with a dash stands "--".'
      : "See --help.";
  const { exitCode, ...problem } = explainError(usageError(withoutSecrets(what), remedy));
  await print("", { exitCode, result: {}, problems: [problem], text: "" }, asJson);
  return exitCode;
}
