import type { RowProblem } from "../row.js";

type Fields = Readonly<Record<string, unknown>>;

export type SecretOrProblem =
  | { readonly secret: string | Uint8Array }
  | { readonly problem: RowProblem };

/** What one system writes down, as bytes or Base32. The rest of a row is read the same for all. */
export interface Source {
  /** Told to whoever imports, before anything is. */
  readonly notes: readonly string[];
  readSecret(value: unknown, fields: Fields): SecretOrProblem | Promise<SecretOrProblem>;
}

export const sourceNames = ["csv", "otplib", "speakeasy", "better-auth"] as const;
export type SourceName = (typeof sourceNames)[number];
