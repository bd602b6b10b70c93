import { defaultTotpParameters, type TotpParameters, type Window } from "../otp/totp-parameters.js";
import { assertTotpParameters, assertWindow } from "../otp/validate-parameters.js";
import { checkKinds } from "../step-up/allowed-kinds.js";
import { isPolicyDecision } from "../step-up/policy.js";
import { checkBrowsers } from "./browser-options.js";
import { budgetNames, checkBudgets, checkLongTerm } from "./check-budgets.js";
import { checkBasePath, checkIssuer, checkLocal, checkOrigins } from "./check-values.js";
import { fail, within } from "./fail.js";
import { optionNames, type SecondFactorOptions } from "./options.js";
import { checkRecovery, delayedOptions, supportOptions } from "./recovery-options.js";
import { isDevelopmentEnvironment, requirePorts } from "./require-ports.js";
import type { Settings } from "./settings.js";

const helpPage = "https://github.com/second-factor/second-factor/blob/main/docs/problems.md";

/**
 * The options as settings, or a refusal to start.
 *
 * @throws ConfigurationError naming the option, the fault and the remedy
 */
export function checkOptions(options: SecondFactorOptions): Settings {
  refuseUnknown(options);
  const development = options.development ?? isDevelopmentEnvironment();
  requirePorts(options, development);
  const { policy = "optional", namespace = "default" } = options;
  if (typeof policy !== "function" && !isPolicyDecision(policy)) {
    fail(
      "policy_invalid",
      "The policy is none.",
      'Use "optional", "required", { required: true, graceUntil }, requiredFor({ roles }) or a function.',
    );
  }
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(namespace)) {
    fail(
      "namespace_invalid",
      "The namespace is not usable in a key.",
      "Use 1 to 64 letters, digits, dots, hyphens or underscores.",
    );
  }
  const totp = checkTotp(options.totp);
  return {
    issuer: checkIssuer(options.issuer),
    basePath: checkBasePath(options.basePath),
    trustedOrigins: checkOrigins(options.trustedOrigins, development),
    namespace,
    development,
    signInPath:
      options.signInPath === undefined ? null : checkLocal("signInPath", options.signInPath),
    afterPath: checkLocal("afterPath", options.afterPath ?? "/"),
    totp,
    acceptedDigits: checkDigits(
      options.acceptedDigits ?? [defaultTotpParameters.digits],
      totp.digits,
    ),
    window: checkWindow(options.window),
    maxAuthenticators: within("maxAuthenticators", options.maxAuthenticators ?? 3, 1, 10),
    policy,
    budgets: checkBudgets(options.budgets ?? {}),
    longTerm: checkLongTerm(options.budgets?.longTerm),
    signInMaxAgeMs:
      1000 * within("signInMaxAgeSeconds", options.signInMaxAgeSeconds ?? 900, 60, 86_400),
    markMaxAgeMs:
      1000 *
      within("verifiedMaxAgeSeconds", options.verifiedMaxAgeSeconds ?? 86_400, 60, 2_592_000),
    changeMaxAgeMs:
      1000 * within("changeMaxAgeSeconds", options.changeMaxAgeSeconds ?? 300, 30, 3600),
    enrollmentLifetimeMs: 600_000,
    epochCacheMs: 1000 * within("epochCacheSeconds", options.epochCacheSeconds ?? 5, 0, 60),
    storeDeadlineMs: within(
      "storeDeadlineMilliseconds",
      options.storeDeadlineMilliseconds ?? 1000,
      10,
      30_000,
    ),
    recovery: checkRecovery(options),
    browsers: checkBrowsers(options.browsers),
    markIdleMs:
      options.verifiedIdleSeconds === undefined
        ? null
        : 1000 * within("verifiedIdleSeconds", options.verifiedIdleSeconds, 60, 86_400),
    authenticatorKinds: checkKinds(options.authenticatorKinds),
    staff: options.staff ?? null,
    subjectsInRole: options.subjectsInRole ?? null,
    alarms: options.alarms ?? null,
    help: helpPage,
  };
}

/** A slip of the pen must not leave a default in place that somebody meant to tighten. */
function refuseUnknown(options: SecondFactorOptions): void {
  refuseOthers("", options, optionNames);
  refuseOthers("budgets.", options?.budgets, [...budgetNames, "longTerm"]);
  const { recovery } = options ?? {};
  refuseOthers("recovery.", recovery, ["delayed", "support"]);
  refuseOthers("recovery.delayed.", recovery?.delayed, delayedOptions);
  refuseOthers("recovery.support.", recovery?.support, supportOptions);
  refuseOthers("browsers.", options?.browsers, ["known", "trustDays"]);
  refuseOthers("totp.", options?.totp, Object.keys(defaultTotpParameters));
}

function refuseOthers(
  place: string,
  given: object | true | undefined,
  known: readonly string[],
): void {
  const unknown = Object.keys(given ?? {}).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  fail(
    "option_unknown",
    `There is no option "${place}${unknown}".`,
    `There are ${known.map((name) => place + name).join(", ")}.`,
  );
}

function checkDigits(accepted: readonly number[], own: number): readonly number[] {
  const digits = accepted.map((one) => within("acceptedDigits", one, 6, 8));
  return [...new Set([own, ...digits])];
}

function checkTotp(totp: Partial<TotpParameters> = {}): TotpParameters {
  const parameters = { ...defaultTotpParameters, ...totp };
  assertTotpParameters(parameters);
  return parameters;
}

function checkWindow(window: SecondFactorOptions["window"] = { past: 1, future: 1 }): Window {
  const steps = window === "strict" ? { past: 0, future: 0 } : window;
  assertWindow(steps);
  return steps;
}
