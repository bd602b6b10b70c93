import { fail } from "../configuration/fail.js";

/** Goes into sessions and, sealed, into cookies and headers. */
const mostCharacters = 200;

/** One line for people: 1 to 200 characters, nothing that could break out of it. */
export function isAction(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.length > 0 &&
    value.length <= mostCharacters &&
    !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value)
  );
}

/**
 * The host's own words. A malformed action must not pass as none.
 *
 * @throws ConfigurationError `action_invalid`
 */
export function checkAction(option: "action" | "describe", value: unknown): string {
  if (isAction(value)) return value;
  return fail(
    "action_invalid",
    `The ${option} of requireSecondFactor() is no text that can be confirmed.`,
    `Pass 1 to ${mostCharacters} characters without control characters, or a function that returns them.`,
  );
}
