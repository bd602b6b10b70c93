import type { RequestParts } from "../testbed/index.js";
import { otp, type Row, wrongBodies, wrongOtps } from "./bad-codes.js";

/** One request that must be refused, and as what. */
export interface BadInput {
  readonly what: string;
  /** Who sends it: a session with the password alone, one that is verified, or nobody. */
  readonly as: "password" | "verified" | "nobody";
  readonly method: string;
  /** ":authenticator" is mallory's own, ":enrollment" the one that mallory began. */
  readonly path: string;
  readonly parts?: RequestParts;
  readonly code: string;
  /** Where the host's parser runs first and has rules of its own: another code, or "host" where it answers itself. */
  readonly parsed?: string;
}

const post = (path: string, as: BadInput["as"], rows: readonly Row[]): BadInput[] =>
  rows.map(([what, parts, code, parsed]) => ({
    ...{ what: `${path}: ${what}`, as, method: "POST", path, parts, code },
    ...(parsed !== undefined && { parsed }),
  }));

const foreign: readonly BadInput[] = [
  [
    "a foreign enrollment",
    "POST",
    "/2fa/totp/enrollments/:enrollment/confirm",
    { json: { otp: "123456" } },
    "enrollment_not_found",
  ],
  [
    "an unknown enrollment",
    "POST",
    "/2fa/totp/enrollments/abc/confirm",
    { json: { otp: "123456" } },
    "enrollment_not_found",
  ],
  [
    "canceling a foreign enrollment",
    "DELETE",
    "/2fa/totp/enrollments/:enrollment",
    {},
    "enrollment_not_found",
  ],
  [
    "renaming a foreign authenticator",
    "PATCH",
    "/2fa/authenticators/:authenticator",
    { json: { name: "x" } },
    "authenticator_not_found",
  ],
  [
    "removing a foreign authenticator",
    "DELETE",
    "/2fa/authenticators/:authenticator",
    {},
    "authenticator_not_found",
  ],
  [
    "removing an unknown authenticator",
    "POST",
    "/2fa/authenticators/abc/remove",
    {},
    "authenticator_not_found",
  ],
  ["renaming to nothing", "PATCH", "/2fa/authenticators/abc", { json: {} }, "field_missing"],
  ["renaming to a number", "PATCH", "/2fa/authenticators/abc", { json: { name: 1 } }, "wrong_type"],
  ["an unknown route", "GET", "/2fa/recovery", {}, "route_not_found"],
  [
    "an unknown route to post to",
    "POST",
    "/2fa/verify/now",
    { json: { otp: "123456" } },
    "route_not_found",
  ],
  [
    "an id of 65 characters",
    "DELETE",
    `/2fa/authenticators/${"x".repeat(65)}`,
    {},
    "route_not_found",
  ],
  ["another method", "PUT", "/2fa/verify", { json: { otp: "123456" } }, "method_not_allowed"],
].map(
  ([what, method, path, parts, code]) =>
    ({ what, as: "verified", method, path, parts, code }) as BadInput,
);

const name = (what: string, value: unknown, code: string): Row => [
  what,
  { json: { name: value } },
  code,
];
const recoveryCode = (what: string, value: unknown, code: string): Row => [
  what,
  { json: { recoveryCode: value } },
  code,
];

export const badInputs: readonly BadInput[] = [
  ...post("/2fa/verify", "password", wrongOtps),
  ...post("/2fa/verify", "password", wrongBodies),
  ...post("/2fa/verify", "password", [
    [
      "from another site",
      { json: { otp: "123456" }, headers: { "sec-fetch-site": "cross-site" } },
      "cross_origin_refused",
    ],
    [
      "a form of nobody's page",
      { form: { otp: "123456" }, headers: { "sec-fetch-site": undefined } },
      "form_token_invalid",
    ],
  ]),
  ...post("/2fa/verify", "nobody", [otp("nobody signed in", "123456", "sign_in_required")]),
  ...post("/2fa/totp/enrollments", "password", [
    ["the password alone", { json: {} }, "second_factor_required"],
  ]),
  ...post("/2fa/totp/enrollments", "verified", [
    name("a name that is a number", 1, "wrong_type"),
    name("a name of 65 characters", "x".repeat(65), "name_invalid"),
    name("a name of spaces", "   ", "name_invalid"),
    name("a name with a line break", "a\nb", "name_invalid"),
    name("a name with a lone surrogate", "a\ud800", "name_invalid"),
  ]),
  ...post("/2fa/recovery-codes/redeem", "password", [
    ["no code", { json: {} }, "field_missing"],
    recoveryCode("an array", ["x"], "wrong_type"),
    recoveryCode("too short", "ABCD-EFGH", "recovery_code_malformed"),
    recoveryCode("letters of no alphabet", "U".repeat(24), "recovery_code_malformed"),
    recoveryCode("3,000 characters", "A".repeat(3000), "recovery_code_malformed"),
  ]),
  ...foreign,
];
