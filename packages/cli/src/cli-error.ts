import { type CliCode, helpFor } from "./output/cli-problem.js";
import { type ExitCode, exitCodes } from "./output/exit-codes.js";

/** Told without a stack: whoever reads it is at a prompt. Neither text holds anything secret. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly help: string;

  constructor(
    readonly code: CliCode,
    message: string,
    readonly remedy: string,
    readonly exitCode: ExitCode = exitCodes.errors,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.help = helpFor(code);
  }
}

/** The command was not written as it should be. */
export const usageError = (message: string, remedy: string): CliError =>
  new CliError("usage", message, remedy, exitCodes.usage);
