import { once } from "node:events";
import type { Outcome, Problem } from "./outcome.js";
import { printable } from "./printable.js";

/** Resolves when it has left this process: the end of one cuts off what still waits. */
export async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (text === "" || stream.destroyed) return;
  if (!stream.write(text)) await once(stream, "drain");
}

/** More would push what matters off the screen. */
const mostShown = 50;

export async function print(command: string, outcome: Outcome, asJson: boolean): Promise<void> {
  const { exitCode, result, problems, text } = outcome;
  if (asJson) {
    const line = { command, exitCode, result, problems };
    await write(process.stdout, `${JSON.stringify(line)}\n`);
    return;
  }
  await write(process.stdout, text === "" ? "" : `${text}\n`);
  for (const problem of problems.slice(0, mostShown))
    await write(process.stderr, formatProblem(problem));
  const more = problems.length - mostShown;
  if (more > 0) await write(process.stderr, `... and ${more} more: --json lists them all.\n`);
}

function formatProblem({ severity, code, message, remedy, help, line }: Problem): string {
  const place = line === undefined ? "" : `line ${line}: `;
  // One line for each row of a file.
  const about = line === undefined ? [remedy, help].filter((text) => text !== undefined) : [];
  const lines = [`${severity}: ${place}${message} [${code}]`, ...about.map((text) => `  ${text}`)];
  return lines.map((text) => `${printable(text)}\n`).join("");
}
