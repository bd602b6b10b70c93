import type { Problem } from "../output/outcome.js";

/** One line of what the doctor looked at. */
export interface Check {
  readonly name: string;
  readonly detail: string;
  readonly problems: readonly Problem[];
}
