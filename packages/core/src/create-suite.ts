import { crypto } from "#crypto";
import type { BrowserCookie } from "./browsers/browser-cookie.js";
import { systemClock } from "./clock.js";
import { checkOptions } from "./configuration/check-options.js";
import type { SecondFactorOptions } from "./configuration/options.js";
import { createAfterReply } from "./events/after-reply.js";
import { createEmitter, type EventScope } from "./events/emitter.js";
import { createSealer } from "./secrets/sealer.js";
import { createSlotSeal } from "./secrets/slot-seal.js";
import { createTicketSeal } from "./secrets/ticket-seal.js";
import { createStateCache, forgettingRecords, type StateCache } from "./step-up/state-cache.js";
import { replayWithDeadline, withDeadline } from "./stores/deadline.js";
import type { Suite } from "./suite.js";
import { createSpendingLimits } from "./verification/spending-limits.js";
import { warnOnConsole } from "./warn-on-console.js";

/**
 * What the rooms share, put together from the options.
 *
 * @throws ConfigurationError where an option is missing, unknown or unsafe
 */
export function createSuite(options: SecondFactorOptions): Suite {
  const settings = checkOptions(options);
  const { namespace, storeDeadlineMs } = settings;
  const { clock = systemClock } = options;
  const afterReply = createAfterReply(options.waitUntil, () =>
    warnOnce(
      "wait_until_refused",
      "waitUntil threw: what no reply waits for may be cut. Pass it bound to its object: (work) => ctx.waitUntil(work).",
    ),
  );
  const emitter = createEmitter(options.events, options.notifier, namespace, clock, afterReply);
  const nowhere: EventScope = {
    correlationId: "",
    subjectId: null,
    subjectName: null,
    clientAddress: null,
    userAgent: null,
  };
  const storeUnavailable = (operation: string) =>
    emitter.emit(nowhere, {
      type: "unavailable",
      outcome: "failure",
      code: "store_unavailable",
      operation,
    });

  const deadline = { milliseconds: storeDeadlineMs, onUnavailable: storeUnavailable };
  const store = withDeadline(options.records.forNamespace(namespace), deadline);
  const cache = (): StateCache => states;
  const records = forgettingRecords(store, cache);
  const states = createStateCache(records, settings.epochCacheMs);
  const sealer = createSealer({ keys: options.keys, namespace, crypto });

  const warned = new Set<string>();
  const { warn: sayWarning = warnOnConsole } = options;
  const warn = (code: string, detail: string) => {
    sayWarning(`second-factor: ${detail} [${code}]`);
    emitter.emit(nowhere, { type: "warning", outcome: "failure", code, detail });
  };
  const warnOnce = (code: string, detail: string) => {
    if (warned.has(code)) return;
    warned.add(code);
    warn(code, detail);
  };
  options.keys.watch?.(warn);
  options.limits.watch?.(() =>
    warn(
      "store_forgot",
      "The store of the short budgets has lost what it held: each account has one fresh short budget. The 30-day budget and the used codes stand in the records.",
    ),
  );
  const { algorithm, digits, period } = settings.totp;
  if (algorithm !== "SHA1" || digits !== 6 || period !== 30) {
    warnOnce(
      "totp_parameters",
      "Google, Microsoft and Authy apps ignore other parameters than SHA1, 6 digits and 30 seconds without a word.",
    );
  }

  return {
    settings,
    clock,
    crypto,
    records,
    replay:
      options.replay === undefined
        ? null
        : replayWithDeadline(options.replay.forNamespace(namespace), deadline),
    limits: createSpendingLimits(options.limits, settings.budgets, namespace, {
      clock,
      crypto,
      deadlineMs: storeDeadlineMs,
      unavailable: storeUnavailable,
    }),
    keys: options.keys,
    sealer,
    cookieSeal: createSlotSeal(sealer, "cookie"),
    bearerSeal: createSlotSeal(sealer, "bearer"),
    browserSeal: createSlotSeal<BrowserCookie>(sealer, "cookie", "browser"),
    tickets: createTicketSeal(sealer),
    states,
    emitter,
    clockSightings: new Map(),
    afterReply,
    pages: options.pages ?? null,
    warn,
    warnOnce,
  };
}
