import { fail, within } from "../configuration/fail.js";
import type { Settings } from "../configuration/settings.js";
import { checkAction } from "./action.js";
import type { GuardOptions, RequirementOptions } from "./adapter-port.js";

/**
 * A slip of the pen here would open what it was meant to close, and JavaScript says nothing of it.
 *
 * @throws ConfigurationError `option_unknown`
 */
export function checkGuardOptions(options: GuardOptions): void {
  const unknown = Object.keys(options).find((name) => name !== "signedOut" && name !== "public");
  const { signedOut = "pass" } = options;
  if (unknown === undefined && (signedOut === "pass" || signedOut === "deny")) return;
  fail(
    "option_unknown",
    unknown === undefined
      ? "guard() knows no such signedOut."
      : `guard() has no option "${unknown}".`,
    'Its options are signedOut, "pass" or "deny", and public, a list of paths.',
  );
}

const requirementOptions = ["action", "amr", "describe", "maxAgeSeconds"];

/**
 * The same for one route; what a function answers is checked when it does.
 *
 * @throws ConfigurationError `option_unknown`, `action_invalid`
 */
export function checkRequirement(options: object): void {
  const unknown = Object.keys(options).find((name) => !requirementOptions.includes(name));
  const { action, describe } = options as { action?: unknown; describe?: unknown };
  if (unknown !== undefined || (describe !== undefined && action === undefined)) {
    fail(
      "option_unknown",
      unknown === undefined
        ? "requireSecondFactor() has describe and no action."
        : `requireSecondFactor() has no option "${unknown}".`,
      "Its options are maxAgeSeconds, amr, action, and describe beside action.",
    );
  }
  if (action !== undefined && typeof action !== "function") checkAction("action", action);
  if (describe !== undefined && typeof describe !== "function") checkAction("describe", describe);
}

/** What a grant is remembered for once it was used: no mark may open an action for longer. */
export const mostActionSeconds = 3600;

/**
 * How old a mark may be: never older than it may be for the guard, since a mark that was signed out is remembered for so
 * long. NaN, which is what an unset variable turns into, would compare as "young enough".
 *
 * @throws ConfigurationError `budget_invalid`
 */
export function maxAgeMsOf(
  { action, maxAgeSeconds }: RequirementOptions,
  settings: Settings,
): number {
  const forAction = action !== undefined;
  if (maxAgeSeconds === undefined)
    return forAction ? Math.min(300_000, settings.markMaxAgeMs) : settings.markMaxAgeMs;
  const most = forAction ? mostActionSeconds : 2_592_000;
  return Math.min(1000 * within("maxAgeSeconds", maxAgeSeconds, 1, most), settings.markMaxAgeMs);
}
