import { crypto } from "#crypto";
import type { SubjectDescription } from "./authenticators/describe-subject.js";
import type { Imported, ImportRequest } from "./authenticators/import-authenticator.js";
import type { ResetGrounds } from "./authenticators/reset-subject.js";
import { readClock, systemClock } from "./clock.js";
import { checkOptions } from "./configuration/check-options.js";
import { ConfigurationError } from "./configuration/configuration-error.js";
import type { SecondFactorOptions } from "./configuration/options.js";
import { createAfterReply } from "./events/after-reply.js";
import { createEmitter, type EventScope } from "./events/emitter.js";
import type { AdapterEngine, RequirementOptions } from "./http/adapter-port.js";
import { findBypass, guard, requireSecondFactor } from "./http/guard.js";
import { handleRoutes } from "./http/handle-routes.js";
import type { GuardResult, RouteRequest } from "./http/route-request.js";
import { signOut } from "./http/sign-out.js";
import { randomId } from "./random-id.js";
import type { KeyStatus, KeyStatusOptions } from "./secrets/rotation/key-status.js";
import type { ResealOptions, ResealSummary } from "./secrets/rotation/reseal-secrets.js";
import { createSealer } from "./secrets/sealer.js";
import { createSlotSeal } from "./secrets/slot-seal.js";
import { createStateCache, forgettingRecords, type StateCache } from "./step-up/state-cache.js";
import { replayWithDeadline, withDeadline } from "./stores/deadline.js";
import type { StoreFinding } from "./stores/finding.js";
import type { Suite } from "./suite.js";
import { createSpendingLimits } from "./verification/spending-limits.js";
import { warnOnConsole } from "./warn-on-console.js";

/** One per app (or per tenant). No framework in sight: adapters mount it. */
export interface SecondFactorEngine extends AdapterEngine {
  /**
   * Await it before the app listens: it looks at the stores' servers. What would break a promise outright is thrown,
   * what might is warned about.
   *
   * @throws ConfigurationError naming the server, the fault and the remedy
   */
  ready(): Promise<void>;
  /** What `ready` looks at, as data: nothing is thrown and nothing warned about. */
  checkStores(): Promise<readonly StoreFinding[]>;
  /** Call it after a password change: every mark and every half-finished sign-in of the subject is void. */
  credentialsChanged(subjectId: string): Promise<void>;
  /**
   * Takes an existing authenticator over; its owner keeps using the app they have. The same secret again changes nothing.
   *
   * @throws ImportError with a stable code
   */
  importAuthenticator(request: ImportRequest): Promise<Imported>;
  /** What support has to know about an account; nothing secret. */
  describe(subjectId: string): Promise<SubjectDescription>;
  /** Voids everything the subject holds and demands a new enrollment. For support, behind the host's own checks. */
  reset(subjectId: string, grounds?: ResetGrounds): Promise<void>;
  /**
   * Drops every unwrapped data key and every derived key from this process's memory; the next use fetches them anew.
   * After a suspected leak, or to see that a master key which was revoked opens nothing any more.
   */
  forgetKeys(): void;
  /**
   * Seals every secret anew that the ring's first key did not seal, while the app serves: each is replaced only where
   * it is still the one that was read. Run again after a crash, it passes over what is done. Of this engine's namespace.
   */
  resealSecrets(options?: ResealOptions): Promise<ResealSummary>;
  /** How many secrets each key has sealed: every key of the ring, and those that only rows name. Opens nothing. */
  keyStatus(options?: KeyStatusOptions): Promise<readonly KeyStatus[]>;
  /**
   * Before a key is taken out of the ring: is nothing in this namespace sealed by it any more? Ask each engine that has
   * the key, and only when every process seals with a newer one. Sealed cookies and bearer marks are in no store: leave
   * the key in the ring for `verifiedMaxAgeSeconds` longer (a day by default), or their holders verify once more.
   *
   * @throws ConfigurationError `key_in_use` with the number of rows
   */
  assertKeyRetired(keyId: string): Promise<void>;
  /** The decision of `requireSecondFactor` outside a framework's routes: WebSocket upgrades, RPC. */
  evaluate(request: RouteRequest, options?: RequirementOptions): Promise<GuardResult>;
  /** Events that the sink refused or never took. */
  readonly droppedEvents: number;
}

/** What operators ask for, by hand or at start. */
const onDemand = () => import("./on-demand.js");

/**
 * Puts an engine together. Generates nothing, reads nothing and sets no timer yet.
 *
 * @throws ConfigurationError where an option is missing, unknown or unsafe
 */
export function createSecondFactor(options: SecondFactorOptions): SecondFactorEngine {
  const suite = createSuite(options);
  const { settings, records, emitter } = suite;
  const scopeOf = (subjectId: string | null): EventScope => ({
    correlationId: randomId(crypto),
    subjectId,
    subjectName: null,
    clientAddress: null,
    userAgent: null,
  });

  async function findings(): Promise<readonly StoreFinding[]> {
    const { checkStores } = await onDemand();
    return checkStores(
      [options.keys, options.records, options.limits, options.replay],
      suite.clock,
    );
  }

  return {
    basePath: settings.basePath,
    checkStores: findings,
    async ready() {
      const found = await findings();
      (await onDemand()).refuseErrors(found);
      for (const { code, problem, remedy } of found) suite.warn(code, `${problem} ${remedy}`);
    },
    checkMount: (mountedAt) => checkMount(settings.basePath, mountedAt),
    handle: (request) => handleRoutes(suite, request),
    guard: (request, guardOptions) => guard(suite, request, guardOptions),
    requireSecondFactor: (request, requirement) => requireSecondFactor(suite, request, requirement),
    evaluate: (request, requirement) => requireSecondFactor(suite, request, requirement),
    findBypass: (request, guardOptions) => findBypass(suite, request, guardOptions),
    signOut: (request) => signOut(suite, request),
    async credentialsChanged(subjectId) {
      await records.renewEpoch(subjectId, { to: randomId(crypto), at: readClock(suite.clock) });
      emitter.emit(scopeOf(subjectId), { type: "subject.credentials_changed", outcome: "success" });
    },
    async importAuthenticator(request) {
      const { importAuthenticator } = await onDemand();
      return importAuthenticator(suite, request, scopeOf(request.subjectId));
    },
    describe: async (subjectId) => (await onDemand()).describeSubject(suite, subjectId),
    async reset(subjectId, grounds = {}) {
      const { resetSubject } = await onDemand();
      return resetSubject(suite, subjectId, grounds, scopeOf(subjectId));
    },
    forgetKeys: () => suite.keys.forget?.(),
    async resealSecrets(options = {}) {
      return (await onDemand()).resealSecrets(suite, options, scopeOf);
    },
    keyStatus: async (options) => (await onDemand()).keyStatus(suite, options),
    assertKeyRetired: async (keyId) => (await onDemand()).assertKeyRetired(suite, keyId),
    get droppedEvents() {
      return emitter.dropped;
    },
  };
}

function createSuite(options: SecondFactorOptions): Suite {
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
    states,
    emitter,
    clockSightings: new Map(),
    afterReply,
    pages: options.pages ?? null,
    warn,
    warnOnce,
  };
}

function checkMount(basePath: string, mountedAt: string): void {
  if (mountedAt === basePath) return;
  throw new ConfigurationError(
    "base_path_mismatch",
    `The routes are mounted at "${mountedAt}" and basePath says "${basePath}".`,
    "Make the two the same: redirects and links are built from basePath.",
  );
}
