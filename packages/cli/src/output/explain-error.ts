import { CliError } from "../cli-error.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";
import type { Problem } from "./outcome.js";
import { withoutSecrets } from "./without-secrets.js";

const problemsPage = "https://github.com/second-factor/second-factor/blob/main/docs/problems.md";
const errorsPage =
  "https://github.com/second-factor/second-factor/blob/main/docs/configuration-errors.md";

/** Errors that people of an app meet as 503. */
const outages: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  store_unavailable: [
    "A store did not answer, or not in time.",
    "Run second-factor doctor, which says what is wrong with it, and this command again.",
  ],
  key_unavailable: [
    "A key that is needed is not in the ring, or cannot be had just now.",
    "Run second-factor doctor and second-factor keys status.",
  ],
  clock_unavailable: [
    "The clock tells no time.",
    "Look at the option clock of createSecondFactor().",
  ],
};

interface Coded {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly remedy?: unknown;
  readonly help?: unknown;
  readonly fault?: unknown;
}

/** By name and not by class: the app's module brings a copy of the core of its own. */
export function explainError(thrown: unknown): Problem & { readonly exitCode: ExitCode } {
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as Coded;
  const code = typeof error.code === "string" ? error.code : "";
  const problem = (code: string, message: string, remedy?: string, help?: string) =>
    ({ severity: "error", code, message, remedy, help, exitCode: exitCodes.errors }) as const;

  if (thrown instanceof CliError) {
    const { message, remedy, help, exitCode } = thrown;
    return { ...problem(code, message, remedy, help), exitCode };
  }
  if (error.name === "ConfigurationError") {
    const [remedy, help] = [String(error.remedy), String(error.help)];
    return problem(code, error.message.split(` ${remedy} [`)[0] ?? "", remedy, help);
  }
  if (error.name === "MasterKeyError") {
    const known = `master_key_${error.fault}`;
    const remedy = "Run second-factor doctor: it asks every master key.";
    return problem(known, withoutSecrets(error.message), remedy, `${errorsPage}#${known}`);
  }
  const [message, remedy] = (error.name === "Unavailable" && outages[code]) || [];
  if (message !== undefined) return problem(code, message, remedy, `${problemsPage}#${code}`);
  const [firstLine = ""] = error.message.split("\n");
  const what = `${error.name}: ${withoutSecrets(firstLine)}`;
  return explainError(
    new CliError("unexpected", what, "Run it again with --debug to see where it comes from."),
  );
}

/** For `--debug`. */
export function stackOf(thrown: unknown): string {
  const stacks: string[] = [];
  for (let error = thrown; error instanceof Error; error = error.cause)
    stacks.push(error.stack ?? error.message);
  return withoutSecrets(stacks.join("\ncaused by "));
}
