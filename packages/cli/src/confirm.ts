import { createInterface } from "node:readline/promises";
import { CliError } from "./cli-error.js";
import { exitCodes } from "./output/exit-codes.js";
import { printable } from "./output/printable.js";

/**
 * Asks at the terminal.
 *
 * @throws CliError `confirmation_needed` where nobody can be asked, `not_confirmed` for anything but yes
 */
export async function confirm(question: string, signal: AbortSignal): Promise<void> {
  if (process.stdin.isTTY !== true) {
    throw new CliError(
      "confirmation_needed",
      "Standard input is no terminal, so nobody can be asked.",
      "Write --yes where a program does it.",
      exitCodes.usage,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${printable(question)} [y/N] `, { signal });
    if (/^\s*y(es)?\s*$/i.test(answer)) return;
  } finally {
    terminal.close();
  }
  throw new CliError(
    "not_confirmed",
    "Nothing was changed.",
    "Answer y to go on.",
    exitCodes.attention,
  );
}
