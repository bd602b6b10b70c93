import { fail, within } from "../configuration/fail.js";
import type { Settings } from "../configuration/settings.js";
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

/**
 * How old a mark may be. NaN, which is what an unset variable turns into, would compare as "young enough".
 *
 * @throws ConfigurationError `budget_invalid`
 */
export function maxAgeMsOf({ maxAgeSeconds }: RequirementOptions, settings: Settings): number {
  if (maxAgeSeconds === undefined) return settings.markMaxAgeMs;
  return 1000 * within("maxAgeSeconds", maxAgeSeconds, 1, 2_592_000);
}
