import { SecondFactorObject } from "@second-factor/cloudflare";
import {
  type ConfigurationCode,
  createFetchHandler,
  createSecondFactor,
  keyRing,
  memoryLimits,
  memoryRecords,
  requiredFor,
  type SecondFactorOptions,
  wrappedKeyRing,
} from "@second-factor/core";
import { expressSession, secondFactor as forExpress } from "@second-factor/express";
import { secondFactor as forHono, honoSession, sealedCookie } from "@second-factor/hono";
import { secondFactor as forKoa, koaSession } from "@second-factor/koa";
import { d1Database } from "@second-factor/sql";

/** A mistake that is seen before the first request. */
export interface StartMistake {
  readonly what: string;
  readonly code: ConfigurationCode;
  /** Throws, or rejects. */
  start(): unknown;
}

const key = (fill: (index: number) => number, bytes = 32) =>
  Buffer.from(Array.from({ length: bytes }, (_, index) => fill(index))).toString("base64");
const good = `k1:${key((index) => (index * 37 + 11) % 256)}`;

/** With nothing wrong in it. */
export const soundOptions: SecondFactorOptions = {
  issuer: "Bank",
  basePath: "/2fa",
  trustedOrigins: ["https://bank.example"],
  development: true,
  keys: keyRing(good),
  records: memoryRecords(),
  limits: memoryLimits(),
  warn: () => undefined,
};

/** Whatever JavaScript lets through: types would refuse most of it. */
const engine = (changed: Readonly<Record<string, unknown>>) => () =>
  createSecondFactor({ ...soundOptions, ...changed } as SecondFactorOptions);

const mistake = (code: ConfigurationCode, what: string, start: () => unknown): StartMistake => ({
  code,
  what,
  start,
});

const inProduction = { development: false };
const durable = { ...memoryRecords(), durability: "durable" };
const shared = { ...memoryLimits(), durability: "shared" };
const subject = () => null;

const keys: readonly StartMistake[] = [
  mistake("key_ring_missing", "no keys", engine({ keys: undefined })),
  mistake("key_ring_missing", "keys as text", engine({ keys: good })),
  mistake("key_ring_missing", "an unset variable", () => keyRing(undefined)),
  mistake("key_ring_missing", "an empty variable", () => keyRing("  ")),
  mistake("key_malformed", "a key without its id", () => keyRing(good.slice(3))),
  mistake("key_malformed", "a comma at the end", () => keyRing(`${good},`)),
  mistake("key_malformed", "no base64", () => keyRing("k1:not base64!")),
  mistake("key_wrong_length", "a key of 16 bytes", () =>
    keyRing(`k1:${key((index) => index * 7, 16)}`),
  ),
  mistake("key_wrong_length", "a key of 31 bytes", () =>
    keyRing(`k1:${key((index) => index * 7, 31)}`),
  ),
  mistake("key_low_entropy", "zeros", () => keyRing(`k1:${key(() => 0)}`)),
  mistake("key_low_entropy", "a passphrase", () =>
    keyRing(`k1:${Buffer.from("correct horse battery staple 123").toString("base64")}`),
  ),
  mistake("key_duplicate", "an id twice", () =>
    keyRing(`${good},k1:${key((index) => index * 5 + 1)}`),
  ),
  mistake("key_duplicate", "a key under two ids", () => keyRing(`${good},k2:${good.slice(3)}`)),
  mistake("key_malformed", "a plain key in a wrapped ring", () =>
    wrappedKeyRing(good, { masterKeys: {} }),
  ),
  mistake("master_key_missing", "a label that no master key has", () =>
    wrappedKeyRing(`d1@aws:${key((index) => index * 7, 60)}`, { masterKeys: {} }),
  ),
  mistake("key_in_use", "retiring the key that seals", () => engine({})().assertKeyRetired("k1")),
];

const stores: readonly StartMistake[] = [
  mistake("records_missing", "no records", engine({ records: undefined })),
  mistake(
    "records_invalid",
    "the function instead of what it returns",
    engine({ records: memoryRecords }),
  ),
  mistake("records_invalid", "a D1 binding that is not there", () =>
    d1Database(undefined as never),
  ),
  mistake("records_invalid", "another binding than D1", () =>
    d1Database({ get: () => null, put: () => null } as never),
  ),
  mistake("object_outside_workers", "an object made on Node", () => new SecondFactorObject()),
  mistake("limits_missing", "no limits", engine({ limits: undefined })),
  mistake(
    "limits_invalid",
    "a limiter instead of limits",
    engine({ limits: { consume: () => null } }),
  ),
  mistake(
    "replay_invalid",
    "the function instead of what it returns",
    engine({ replay: () => ({ forNamespace: () => null }) }),
  ),
  mistake("replay_invalid", "null", engine({ replay: null })),
  mistake("memory_store_in_production", "records in memory", engine(inProduction)),
  mistake(
    "memory_store_in_production",
    "limits in memory",
    engine({ ...inProduction, records: durable }),
  ),
  mistake(
    "memory_store_in_production",
    "used codes in memory",
    engine({
      ...inProduction,
      records: durable,
      limits: shared,
      replay: { durability: "process", forNamespace: () => null },
    }),
  ),
];

const notifier = { notify: () => undefined };

const values: readonly StartMistake[] = [
  mistake("issuer_invalid", "no issuer", engine({ issuer: undefined })),
  mistake("issuer_invalid", "an issuer of spaces", engine({ issuer: "  " })),
  mistake("issuer_invalid", "an issuer of two lines", engine({ issuer: "Bank\nEvil" })),
  mistake("base_path_invalid", "no basePath", engine({ basePath: undefined })),
  mistake("base_path_invalid", "no leading slash", engine({ basePath: "2fa" })),
  mistake("base_path_invalid", "a slash at the end", engine({ basePath: "/2fa/" })),
  mistake("base_path_invalid", "a URL", engine({ basePath: "https://bank.example/2fa" })),
  mistake("base_path_invalid", "dots", engine({ basePath: "/../2fa" })),
  mistake("base_path_invalid", "signInPath elsewhere", engine({ signInPath: "//evil.example" })),
  mistake(
    "base_path_invalid",
    "afterPath elsewhere",
    engine({ afterPath: "https://evil.example/" }),
  ),
  mistake("trusted_origins_missing", "no origins", engine({ trustedOrigins: undefined })),
  mistake("trusted_origins_missing", "an empty list", engine({ trustedOrigins: [] })),
  mistake(
    "trusted_origin_invalid",
    "a slash at the end",
    engine({ trustedOrigins: ["https://bank.example/"] }),
  ),
  mistake("trusted_origin_invalid", "an unset variable", engine({ trustedOrigins: [undefined] })),
  mistake(
    "trusted_origin_invalid",
    "a wildcard",
    engine({ trustedOrigins: ["https://*.bank.example"] }),
  ),
  mistake("trusted_origin_invalid", "a host alone", engine({ trustedOrigins: ["bank.example"] })),
  mistake("trusted_origin_invalid", "null", engine({ trustedOrigins: ["null"] })),
  mistake(
    "trusted_origin_invalid",
    "plain HTTP in production",
    engine({
      ...inProduction,
      records: durable,
      limits: shared,
      trustedOrigins: ["http://bank.example"],
    }),
  ),
  mistake("namespace_invalid", "a colon", engine({ namespace: "tenant:1" })),
  mistake("namespace_invalid", "an empty one", engine({ namespace: "" })),
  mistake(
    "option_unknown",
    "a slip of the pen",
    engine({ trustedOrigin: ["https://bank.example"] }),
  ),
  mistake("option_unknown", "a slip in a budget", engine({ budgets: { singel: {} } })),
  mistake("option_unknown", "a slip in totp", engine({ totp: { digit: 8 } })),
  mistake("policy_invalid", "another word", engine({ policy: "mandatory" })),
  mistake(
    "policy_invalid",
    "a deadline that is no time",
    engine({ policy: { required: true, graceUntil: "soon" } }),
  ),
  mistake("policy_invalid", "a rule for nobody", () => requiredFor({})),
  mistake("policy_invalid", "a rule with a deadline in seconds", () =>
    requiredFor({ roles: ["admin"], graceUntil: 1_796_083_200 }),
  ),
  mistake(
    "policy_invalid",
    "recovery codes alone",
    engine({ authenticatorKinds: ["recovery_code"] }),
  ),
  mistake("policy_invalid", "no kind at all", engine({ authenticatorKinds: [] })),
  mistake("policy_invalid", "an unknown kind", engine({ authenticatorKinds: ["totp", "sms"] })),
  mistake("policy_invalid", "a kind instead of a list", engine({ authenticatorKinds: "totp" })),
  mistake(
    "notifier_missing",
    "a recovery that nobody is told of",
    engine({ recovery: { support: true } }),
  ),
  mistake(
    "recovery_weaker",
    "a delayed recovery that nobody has signed for",
    engine({ notifier, recovery: { delayed: { waitHours: 24 } } }),
  ),
  mistake(
    "option_unknown",
    "a slip in a recovery",
    engine({ notifier, recovery: { delayed: { acceptsWeakerProof: true, waitHour: 1 } } }),
  ),
  mistake(
    "budget_invalid",
    "a waiting time of minutes",
    engine({ notifier, recovery: { delayed: { acceptsWeakerProof: true, waitHours: 0.1 } } }),
  ),
  mistake("recovery_off", "a recovery by support where there is none", () => {
    const grounds = { by: "dave", reason: "phone lost", caseReference: "#1" };
    return createSecondFactor(soundOptions).recovery.request("alice", grounds);
  }),
  mistake("pages_invalid", "the function instead of what it returns", engine({ pages: () => "" })),
  mistake("clock_invalid", "a number", engine({ clock: 1 })),
  mistake("window_too_wide", "three steps back", engine({ window: { past: 3, future: 1 } })),
  mistake(
    "window_too_wide",
    "seconds instead of steps",
    engine({ window: { past: 30, future: 30 } }),
  ),
  mistake("window_too_wide", "a half step", engine({ window: { past: 0.5, future: 0 } })),
  mistake("window_too_wide", "half a window", engine({ window: { past: 1 } })),
  mistake("otp_parameters_invalid", "MD5", engine({ totp: { algorithm: "MD5" } })),
  mistake("otp_parameters_invalid", "4 digits", engine({ totp: { digits: 4 } })),
  mistake("otp_parameters_invalid", "a period of a day", engine({ totp: { period: 86_400 } })),
  mistake(
    "budget_invalid",
    "no points",
    engine({ budgets: { single: { points: 0, durationSeconds: 900 } } }),
  ),
  mistake(
    "budget_invalid",
    "100 single codes",
    engine({ budgets: { single: { points: 100, durationSeconds: 900 } } }),
  ),
  mistake("budget_invalid", "no duration", engine({ budgets: { pair: { points: 5 } } })),
  mistake(
    "budget_invalid",
    "a thousand failures",
    engine({ budgets: { longTerm: { failures: 1000, days: 30 } } }),
  ),
  mistake("budget_invalid", "an idle time of a second", engine({ verifiedIdleSeconds: 1 })),
  mistake("budget_invalid", "50 authenticators", engine({ maxAuthenticators: 50 })),
  mistake(
    "budget_invalid",
    "a deadline that is no number",
    engine({ storeDeadlineMilliseconds: Number.NaN }),
  ),
];

const ports: readonly StartMistake[] = [
  mistake("subject_missing", "Express without a subject", () =>
    forExpress(engine({})(), { session: expressSession() } as never),
  ),
  mistake("subject_missing", "Koa without a subject", () =>
    forKoa(engine({})(), { session: koaSession() } as never),
  ),
  mistake("subject_missing", "Hono without a subject", () =>
    forHono(engine({})(), { session: honoSession() } as never),
  ),
  mistake("subject_missing", "fetch without options", () =>
    createFetchHandler(engine({})(), undefined as never),
  ),
  mistake("session_port_missing", "Express without a session", () =>
    forExpress(engine({})(), { subject } as never),
  ),
  mistake("session_port_missing", "Koa without a session", () =>
    forKoa(engine({})(), { subject } as never),
  ),
  mistake("session_port_missing", "Hono with the function alone", () =>
    forHono(engine({})(), { subject, session: honoSession } as never),
  ),
  mistake("binding_missing", "a sealed cookie without its binding", () =>
    sealedCookie({} as never),
  ),
  mistake("binding_missing", "a sealed cookie without options", () =>
    sealedCookie(undefined as never),
  ),
  mistake("action_invalid", "Express with an action of two lines", () =>
    forExpress(engine({})(), { subject, session: expressSession() }).requireSecondFactor({
      action: "pay\nbob",
    }),
  ),
  mistake("action_invalid", "Koa with an empty action", () =>
    forKoa(engine({})(), { subject, session: koaSession() }).requireSecondFactor({ action: "" }),
  ),
  mistake("action_invalid", "Hono with an action that is too long to read", () =>
    forHono(engine({})(), { subject, session: honoSession() }).requireSecondFactor({
      action: "x".repeat(201),
    }),
  ),
  mistake("action_invalid", "words for people that are none", () =>
    forHono(engine({})(), { subject, session: honoSession() }).requireSecondFactor({
      action: "pay",
      describe: 42 as never,
    }),
  ),
  mistake("option_unknown", "a step-up with a typing error, which would ask for less", () =>
    forKoa(engine({})(), { subject, session: koaSession() }).requireSecondFactor({
      acton: "pay",
    } as never),
  ),
];

export const startMistakes: readonly StartMistake[] = [...keys, ...stores, ...values, ...ports];
