import type { SecondFactorNamespace } from "@second-factor/cloudflare";
import type { D1Binding } from "@second-factor/sql";

/** What wrangler.jsonc binds, and the secrets. */
export interface Env {
  readonly DB: D1Binding;
  readonly SECOND_FACTOR: SecondFactorNamespace;
  /** Where the Worker is found, with spaces between. */
  readonly TRUSTED_ORIGINS: string;
  readonly SECOND_FACTOR_KEYS: string;
  readonly SESSION_SECRET: string;
  /** "true" only on a developer's machine: allows plain HTTP. */
  readonly DEVELOPMENT?: string;
}
