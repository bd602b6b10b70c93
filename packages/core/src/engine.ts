import { crypto } from "#crypto";
import type { SubjectDescription } from "./authenticators/describe-subject.js";
import type { Grounds } from "./authenticators/grounds.js";
import type { Imported, ImportRequest } from "./authenticators/import-authenticator.js";

import { readClock } from "./clock.js";
import { ConfigurationError } from "./configuration/configuration-error.js";
import type { SecondFactorOptions } from "./configuration/options.js";
import { createSuite } from "./create-suite.js";
import type { EventScope } from "./events/emitter.js";
import type { AdapterEngine, RequirementOptions } from "./http/adapter-port.js";
import { findBypass, guard } from "./http/guard.js";
import { handleRoutes } from "./http/handle-routes.js";
import { requireSecondFactor } from "./http/require-second-factor.js";
import type { GuardResult, RouteRequest } from "./http/route-request.js";
import { signOut } from "./http/sign-out.js";
import { randomId } from "./random-id.js";
import { type RecoveryDesk, recoveryDesk } from "./recovery/recovery-desk.js";
import type { KeyStatus, KeyStatusOptions } from "./secrets/rotation/key-status.js";
import type { ResealOptions, ResealSummary } from "./secrets/rotation/reseal-secrets.js";
import { type AdminDesk, adminDesk } from "./staff/admin-desk.js";
import type { StoreFinding } from "./stores/finding.js";

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
  /** Call it after an address for notices changed: no delayed recovery begins for a while. Nobody is asked again. */
  contactChanged(subjectId: string): Promise<void>;
  /** Call it where the host ends all sessions of an account: what any of them verified is void, and trusted browsers too. */
  signOutEverywhere(subjectId: string): Promise<void>;
  /**
   * Takes an existing authenticator over; its owner keeps using the app they have. The same secret again changes nothing.
   *
   * @throws ImportError with a stable code
   */
  importAuthenticator(request: ImportRequest): Promise<Imported>;
  /** What support has to know about an account; nothing secret. */
  describe(subjectId: string): Promise<SubjectDescription>;
  /** For support: the way back of an owner who lost everything. Two people for each; `recovery.support` turns it on. */
  readonly recovery: RecoveryDesk;
  /** What administrators do, for one account or for many. */
  readonly admin: AdminDesk;
  /** Voids everything the subject holds and demands a new enrollment. For support, behind the host's own checks. */
  reset(subjectId: string, grounds?: Grounds): Promise<void>;
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

  const newEpoch = () => ({ to: randomId(crypto), at: readClock(suite.clock) });

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
      await records.renewEpoch(subjectId, newEpoch(), "credentials");
      emitter.emit(scopeOf(subjectId), { type: "subject.credentials_changed", outcome: "success" });
    },
    async contactChanged(subjectId) {
      await records.contactChanged(subjectId, readClock(suite.clock));
      emitter.emit(scopeOf(subjectId), { type: "subject.contact_changed", outcome: "success" });
    },
    async signOutEverywhere(subjectId) {
      await records.renewEpoch(subjectId, newEpoch(), "sign_out");
      const signedOut = { type: "subject.signed_out_everywhere", outcome: "success" } as const;
      emitter.emit(scopeOf(subjectId), signedOut);
    },
    async importAuthenticator(request) {
      const { importAuthenticator } = await onDemand();
      return importAuthenticator(suite, request, scopeOf(request.subjectId));
    },
    describe: async (subjectId) => (await onDemand()).describeSubject(suite, subjectId),
    admin: adminDesk(suite, scopeOf),
    async reset(subjectId, grounds = {}) {
      const { resetSubject } = await onDemand();
      return resetSubject(suite, subjectId, grounds, scopeOf(subjectId));
    },
    recovery: recoveryDesk(suite, scopeOf),
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

function checkMount(basePath: string, mountedAt: string): void {
  if (mountedAt === basePath) return;
  throw new ConfigurationError(
    "base_path_mismatch",
    `The routes are mounted at "${mountedAt}" and basePath says "${basePath}".`,
    "Make the two the same: redirects and links are built from basePath.",
  );
}
