import { ConfigurationError } from "../configuration/configuration-error.js";
import type { AdapterOptions } from "./adapter-port.js";

/**
 * What every adapter checks before it mounts anything.
 *
 * @throws ConfigurationError `subject_missing`, `session_port_missing`
 */
export function checkAdapterOptions<Host>(
  options: AdapterOptions<Host>,
  sessionPorts: string,
): void {
  if (typeof options?.subject !== "function") {
    throw new ConfigurationError(
      "subject_missing",
      "secondFactor() has no subject.",
      "Pass subject: (request) => ({ id, name }) or null where nobody is signed in.",
    );
  }
  if (typeof options.session?.open !== "function") {
    throw new ConfigurationError(
      "session_port_missing",
      "secondFactor() has no session.",
      `Pass session: ${sessionPorts}.`,
    );
  }
}
