import type { ExitCode } from "./exit-codes.js";

export interface Problem {
  readonly severity: "error" | "warning";
  /** Stable; `help` leads to its section. */
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly help?: string | undefined;
  /** Of the file that was read. */
  readonly line?: number | undefined;
}

/** What a command comes to. `--json` prints all but the text, always in this shape. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** What each command documents as its own; empty where it failed. */
  readonly result: object;
  readonly problems: readonly Problem[];
  /** The same for people. */
  readonly text: string;
}
