import type { Clock } from "../clock.js";

/** What a look at a store, or at a master key, found at start. An error is what no engine should serve with; a warning is said once. */
export type StoreFindingCode =
  | "master_key_denied"
  | "master_key_refused"
  | "master_key_unreachable"
  | "clock_differs"
  | "store_client_unsafe"
  | "store_credentials_refused"
  | "store_may_forget"
  | "store_may_lose"
  | "store_read_only"
  | "store_tables_missing"
  | "store_unreachable"
  | "store_version_unsupported";

/** Each code has a section of its name in docs/configuration-errors.md. */
export interface StoreFinding {
  readonly severity: "error" | "warning";
  readonly code: StoreFindingCode;
  /** What is wrong, naming the server and the setting, never a credential. */
  readonly problem: string;
  /** What to do about it. */
  readonly remedy: string;
}

/**
 * Looks at the server: is it there, does it let us in, would one of its settings break a promise? Never rejects. An
 * engine hands in its clock, so that a store with one of its own can compare the two.
 */
export type CheckStore = (clock?: Clock) => Promise<readonly StoreFinding[]>;
