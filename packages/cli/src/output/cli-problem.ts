import type { Problem } from "./outcome.js";

/** Everything that the command line itself finds or refuses. Each has a section of its name in docs/cli.md. */
export type CliCode =
  | "audit_fault"
  | "better_auth_missing"
  | "better_auth_secret_missing"
  | "checkpoints_unreadable"
  | "clock_off"
  | "close_failed"
  | "config_failed"
  | "config_missing"
  | "confirmation_needed"
  | "events_dropped"
  | "events_missing"
  | "import_unreadable"
  | "interrupted"
  | "key_missing"
  | "memory_records"
  | "not_confirmed"
  | "ntp_answer_invalid"
  | "ntp_no_answer"
  | "ntp_refused"
  | "output_exists"
  | "secrets_unopened"
  | "sql_missing"
  | "typescript_not_stripped"
  | "unexpected"
  | "usage";

const helpPage = "https://github.com/second-factor/second-factor/blob/main/docs/cli.md";

export const helpFor = (code: CliCode): string => `${helpPage}#${code}`;

/** None of the texts holds anything secret. */
export const cliProblem = (
  severity: Problem["severity"],
  code: CliCode,
  message: string,
  remedy: string,
): Problem => ({ severity, code, message, remedy, help: helpFor(code) });
