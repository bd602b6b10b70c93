import type { MaybePromise } from "../maybe-promise.js";
import type { RequirementOptions } from "./adapter-port.js";
import { checkRequirement } from "./check-guard-options.js";

/** What an adapter's `requireSecondFactor()` takes: of two options a function of the request too. */
export interface HostRequirement<Host> extends Omit<RequirementOptions, "action" | "describe"> {
  /**
   * What the verification has to be for, in your words and with your ids: "transfer:42". It is asked for anew where the
   * last one was for anything else, and used up by one request. Called only for who is signed in and enrolled.
   */
  readonly action?: HostText<Host> | undefined;
  /** The same for people, on the page that asks: "25.00 EUR to Bob". The action itself by default. */
  readonly describe?: HostText<Host> | undefined;
}

type HostText<Host> = string | ((host: Host) => MaybePromise<string>);

/**
 * Checks the options where a route is mounted, and gives each request's own.
 *
 * @throws ConfigurationError `action_invalid`, `option_unknown`
 */
export function requirementFor<Host>(
  options: HostRequirement<Host> = {},
): (host: Host) => RequirementOptions {
  checkRequirement(options);
  const { action, describe, ...others } = options;
  const bound = (text: HostText<Host>, host: Host) =>
    typeof text === "function" ? () => text(host) : text;
  return (host) => ({
    ...others,
    ...(action !== undefined && { action: bound(action, host) }),
    ...(describe !== undefined && { describe: bound(describe, host) }),
  });
}
