import type { AlarmsState } from "../alarms/create-alarms.js";
import type { Clock } from "../clock.js";
import type { WaitUntil } from "../events/after-reply.js";
import type { EventSink } from "../events/event.js";
import type { Notifier } from "../events/notice.js";
import type { PageRenderer } from "../http/page.js";
import type { MaybePromise } from "../maybe-promise.js";
import type { TotpParameters, Window } from "../otp/totp-parameters.js";
import type { KeyRing } from "../secrets/key-ring.js";
import type { Policy } from "../step-up/policy.js";
import type { Limits } from "../stores/limits.js";
import type { RecordsStore } from "../stores/records.js";
import type { ReplayStore } from "../stores/replay.js";
import type { Subject } from "../subject.js";
import type { BrowserOptions } from "./browser-options.js";
import type { RecoveryOptions } from "./recovery-options.js";

/** What `createSecondFactor` takes. Anything unsafe or unknown throws a ConfigurationError at once. */
export interface SecondFactorOptions {
  /** Your product's name, as the authenticator app shows it. */
  readonly issuer: string;
  /** Where the routes are mounted, "/2fa" for instance: redirects and links need it. */
  readonly basePath: string;
  /** Whole origins whose pages may send forms: "https://app.example". */
  readonly trustedOrigins: readonly string[];
  /** The keys that seal secrets: `keyRing(process.env.SECOND_FACTOR_KEYS)`. */
  readonly keys: KeyRing;
  /** Durable: authenticators, recovery codes, failures. */
  readonly records: RecordsStore;
  /** Short budgets. */
  readonly limits: Limits;
  /** Decides used codes in place of records that cannot compare-and-set. Leave it out with `sqlRecords`. */
  readonly replay?: ReplayStore;
  /** Several tenants on one store: each its own. Default "default". */
  readonly namespace?: string;
  /** Allows memory stores and plain HTTP. By default true only with NODE_ENV development or test. */
  readonly development?: boolean;
  /** Who must have a second factor. Default "optional"; whoever has one is always asked for it. */
  readonly policy?: Policy;
  /** The pages: `htmlPages()` of @second-factor/pages. Without, only programs are served. */
  readonly pages?: PageRenderer;
  /** The host's sign-in page, where browsers are sent when nobody is signed in. */
  readonly signInPath?: string;
  /** Where a browser goes after a verification that no page asked for. Default "/". */
  readonly afterPath?: string;
  readonly events?: EventSink;
  readonly notifier?: Notifier;
  /**
   * Keeps work going that no reply waits for, where the runtime would end it with the request: events, notices, the
   * reset of a budget. Adapters hand over what a request brings; this takes its place, and serves what no request asked
   * for (`reset`, `credentialsChanged`): `waitUntil` of "cloudflare:workers" or of @vercel/functions.
   */
  readonly waitUntil?: WaitUntil;
  /** Where warnings go besides `events`. Default: the console. */
  readonly warn?: (message: string) => void;
  /** For new authenticators. Apps silently ignore anything but SHA-1, 6 digits, 30 seconds: others draw a warning. */
  readonly totp?: Partial<TotpParameters>;
  /** Digits that imported authenticators may have besides, 6 to 8 each. Default [6]. */
  readonly acceptedDigits?: readonly number[];
  /** Steps accepted around the current one: { past: 1, future: 1 } by default, "strict" for none. Up to 2 each. */
  readonly window?: Window | "strict";
  /** 1 to 10, 3 by default: n authenticators multiply the chance of a guess by n. */
  readonly maxAuthenticators?: number;
  readonly budgets?: BudgetOptions;
  /** How recent the host's sign-in must be for a first enrollment or a verification. Default 900. */
  readonly signInMaxAgeSeconds?: number;
  /** How long a verification lasts for the guard. Default 86,400. */
  readonly verifiedMaxAgeSeconds?: number;
  /** How fresh a verification must be to change authenticators. Default 300. */
  readonly changeMaxAgeSeconds?: number;
  /** How long the guard may trust what it last read; 0 to always read. Default 5, at most 60. */
  readonly epochCacheSeconds?: number;
  /** How long a store may take before the answer is 503. Default 1000. */
  readonly storeDeadlineMilliseconds?: number;
  /** Ways back besides recovery codes. All off by default. */
  readonly recovery?: RecoveryOptions;
  /** Known browsers, on by default, and trusted ones, off by default. */
  readonly browsers?: BrowserOptions;
  /** Ends a verification after so long without a request, besides its age. Default none; 60 to 86,400. */
  readonly verifiedIdleSeconds?: number;
  /** Which kinds of authenticator an account may enroll and use. Default all. */
  readonly authenticatorKinds?: AuthenticatorKinds;
  /** Who looks after accounts: the routes under /staff answer nobody else. Without it there are none. */
  readonly staff?: Staff;
  /** The accounts of a role, for what administrators do by role. Without it they can't. */
  readonly subjectsInRole?: SubjectsInRole;
  /** `createAlarms(...)`: shown on the page for administrators. */
  readonly alarms?: { state(): AlarmsState };
  readonly clock?: Clock;
}

/** "support" opens and decides recoveries; "admin" may also reset, demand enrollments and revoke trust. */
export type StaffRole = "support" | "admin";

export type Staff = (subject: Subject) => MaybePromise<StaffRole | null>;

export type SubjectsInRole = (role: string) => Iterable<string> | AsyncIterable<string>;

export type AuthenticatorKind = "totp" | "recovery_code";

export type AuthenticatorKinds =
  | readonly AuthenticatorKind[]
  | ((subject: Subject) => MaybePromise<readonly AuthenticatorKind[]>);

export interface BudgetOptions {
  /** Single codes per account. Default 5 in 900 seconds. */
  readonly single?: { readonly points: number; readonly durationSeconds: number };
  /** Pairs of consecutive codes per account. Default 10 in 3600 seconds. */
  readonly pair?: { readonly points: number; readonly durationSeconds: number };
  /** Delayed recoveries asked for, per account. Default 3 in 86,400 seconds. */
  readonly recoveryRequest?: { readonly points: number; readonly durationSeconds: number };
  /** Recovery codes per account. Default 10 in 3600 seconds. */
  readonly recovery?: { readonly points: number; readonly durationSeconds: number };
  /** Failures per client address. Default 50 in 900 seconds. */
  readonly address?: { readonly points: number; readonly durationSeconds: number };
  /** Enrollments begun per account. Default 20 in 3600 seconds. */
  readonly enrollment?: { readonly points: number; readonly durationSeconds: number };
  /** Failed single codes per account that success does not reset. Default 30 in 30 days; at most 100. */
  readonly longTerm?: { readonly failures: number; readonly days: number };
}

export const optionNames = [
  "acceptedDigits",
  "afterPath",
  "alarms",
  "authenticatorKinds",
  "basePath",
  "browsers",
  "budgets",
  "changeMaxAgeSeconds",
  "clock",
  "development",
  "epochCacheSeconds",
  "events",
  "issuer",
  "keys",
  "limits",
  "maxAuthenticators",
  "namespace",
  "notifier",
  "pages",
  "policy",
  "records",
  "recovery",
  "replay",
  "signInMaxAgeSeconds",
  "signInPath",
  "staff",
  "storeDeadlineMilliseconds",
  "subjectsInRole",
  "totp",
  "trustedOrigins",
  "verifiedIdleSeconds",
  "verifiedMaxAgeSeconds",
  "waitUntil",
  "warn",
  "window",
] as const satisfies readonly (keyof SecondFactorOptions)[];
