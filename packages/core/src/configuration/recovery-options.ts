import { fail, within } from "./fail.js";

/** The ways back besides recovery codes. Each is off until it is named here, and each needs a `notifier`. */
export interface RecoveryOptions {
  /** A request by whoever knows the password, which its owner has time to cancel. */
  readonly delayed?: DelayedRecoveryOptions;
  /** People of support, two for each case. `true` for the times below. */
  readonly support?: true | SupportRecoveryOptions;
}

export interface DelayedRecoveryOptions {
  /**
   * Written out by whoever decides it: after the waiting time the password alone opens the way to a new enrollment,
   * which is weaker than the factor it replaces.
   */
  readonly acceptsWeakerProof: true;
  /** Between the request and its use. Default 24, 1 to 720. */
  readonly waitHours?: number;
  /** How long it can be used then. Default 7 days, 1 to 30. */
  readonly lifetimeDays?: number;
  /** None for so long after a change of the password or of an address. Default 7 days, 1 to 90. */
  readonly quietDays?: number;
}

export interface SupportRecoveryOptions {
  /** How long a request waits for the second person. Default 72, 1 to 336. */
  readonly approvalHours?: number;
  /** How long the ticket is good that goes to the account's owner. Default 60, 5 to 1440. */
  readonly ticketMinutes?: number;
}

/** All in milliseconds; null where it is off. */
export interface RecoverySettings {
  readonly delayed: {
    readonly waitMs: number;
    readonly lifetimeMs: number;
    readonly quietMs: number;
  } | null;
  readonly support: { readonly approvalMs: number; readonly ticketMs: number } | null;
}

export const delayedOptions = ["acceptsWeakerProof", "waitHours", "lifetimeDays", "quietDays"];
export const supportOptions = ["approvalHours", "ticketMinutes"];

const hour = 3_600_000;
const day = 24 * hour;

/** @throws ConfigurationError `recovery_weaker`, `notifier_missing`, `budget_invalid` */
export function checkRecovery({
  recovery,
  notifier,
}: {
  readonly recovery?: RecoveryOptions;
  readonly notifier?: unknown;
}): RecoverySettings {
  const { delayed, support } = recovery ?? {};
  if ((delayed !== undefined || support !== undefined) && notifier === undefined) {
    fail(
      "notifier_missing",
      "A recovery is on and there is no notifier: nobody would be told of it.",
      "Pass a notifier that reaches the account's owner, mailNotifier() of @second-factor/mail for instance.",
    );
  }
  return {
    delayed: delayed === undefined ? null : checkDelayed(delayed),
    support: support === undefined ? null : checkSupport(support === true ? {} : support),
  };
}

function checkDelayed(options: DelayedRecoveryOptions): RecoverySettings["delayed"] {
  if (options.acceptsWeakerProof !== true) {
    fail(
      "recovery_weaker",
      "A delayed recovery is weaker than the second factor that it replaces.",
      "Say so with acceptsWeakerProof: true, or leave recovery.delayed out.",
    );
  }
  const { waitHours = 24, lifetimeDays = 7, quietDays = 7 } = options;
  return {
    waitMs: hour * within("recovery.delayed.waitHours", waitHours, 1, 720),
    lifetimeMs: day * within("recovery.delayed.lifetimeDays", lifetimeDays, 1, 30),
    quietMs: day * within("recovery.delayed.quietDays", quietDays, 1, 90),
  };
}

function checkSupport(options: SupportRecoveryOptions): RecoverySettings["support"] {
  const { approvalHours = 72, ticketMinutes = 60 } = options;
  return {
    approvalMs: hour * within("recovery.support.approvalHours", approvalHours, 1, 336),
    ticketMs: 60_000 * within("recovery.support.ticketMinutes", ticketMinutes, 5, 1440),
  };
}
