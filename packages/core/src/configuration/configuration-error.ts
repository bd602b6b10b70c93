import type { StoreFindingCode } from "../stores/finding.js";

/** Every way a set-up can be unsafe or incomplete. Each has a section of its name in docs/configuration-errors.md. */
export type ConfigurationCode =
  | StoreFindingCode
  | "action_invalid"
  | "address_unknown"
  | "authenticated_at_missing"
  | "base_path_invalid"
  | "base_path_mismatch"
  | "binding_missing"
  | "budget_invalid"
  | "clock_invalid"
  | "guard_above_sign_in"
  | "issuer_invalid"
  | "key_duplicate"
  | "key_in_use"
  | "key_low_entropy"
  | "key_malformed"
  | "key_ring_missing"
  | "key_wrong_length"
  | "limits_invalid"
  | "limits_missing"
  | "master_key_missing"
  | "memory_store_in_production"
  | "namespace_invalid"
  | "notifier_missing"
  | "object_outside_workers"
  | "option_unknown"
  | "otp_parameters_invalid"
  | "pages_invalid"
  | "policy_invalid"
  | "records_invalid"
  | "records_missing"
  | "recovery_off"
  | "recovery_weaker"
  | "replay_invalid"
  | "session_cannot_revoke"
  | "session_cannot_rotate"
  | "session_missing"
  | "session_port_missing"
  | "subject_missing"
  | "trusted_origin_invalid"
  | "trusted_origins_missing"
  | "window_too_wide";

const helpPage =
  "https://github.com/second-factor/second-factor/blob/main/docs/configuration-errors.md";

/**
 * The set-up is unsafe or incomplete. Thrown at start where it can be seen there, else at the first request that shows
 * it, and never answered over: the message names the fault, what to do about it, and the page that explains it.
 */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly help: string;

  constructor(
    readonly code: ConfigurationCode,
    fault: string,
    readonly remedy: string,
  ) {
    const help = `${helpPage}#${code}`;
    super(`${fault} ${remedy} [${code}] ${help}`);
    this.help = help;
  }
}
