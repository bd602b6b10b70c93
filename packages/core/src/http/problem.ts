/** Every problem the routes and the guard can answer with: code, status and the sentence for a developer. */
const problems = {
  action_malformed: [400, "An action has 1 to 200 characters and no control characters."],
  authenticator_kind_not_allowed: [403, "The account may not use this kind of authenticator."],
  authenticator_not_found: [404, "There is no such authenticator."],
  body_too_large: [413, "The body is larger than 4096 bytes."],
  body_unreadable: [400, "The body could not be read to its end."],
  browser_not_found: [404, "There is no such browser."],
  changed_meanwhile: [
    409,
    "The account's second factor changed meanwhile. Load it again and repeat the request.",
  ],
  cross_origin_refused: [403, "The request does not come from a trusted origin."],
  duplicate_key: [400, "A key stands in the body more than once."],
  enrollment_not_found: [
    404,
    "There is no such enrollment under way in this session. Begin again.",
  ],
  enrollment_required: [403, "This account has to enroll a second factor first."],
  field_missing: [400, "A required field is missing."],
  form_token_invalid: [
    403,
    "The form is not one of this session's pages. Reload the page and send it again.",
  ],
  insecure_transport: [403, "Secrets are shown over HTTPS only."],
  invalid_json: [400, "The body is not a JSON object."],
  invalid_otp: [401, "The code is not right, or it was used already. Wait for the next one."],
  invalid_recovery_code: [401, "The recovery code is not right, or it was used already."],
  invalid_utf8: [400, "The body is not UTF-8."],
  last_authenticator: [
    409,
    "The account must keep a second factor. Add another authenticator first.",
  ],
  method_not_allowed: [405, "The route exists, with other methods."],
  name_invalid: [400, "A name has 1 to 64 characters and no control characters."],
  not_enrolled: [409, "The account has no authenticator to verify with."],
  otp_malformed: [400, "An otp is ASCII digits; spaces and hyphens between them are ignored."],
  otp_wrong_length: [
    400,
    "Send one code, or two or three consecutive codes, each with all its digits.",
  ],
  recovery_code_malformed: [400, "A recovery code has 24 letters and digits."],
  recovery_not_found: [404, "There is no such recovery, or it has ended."],
  recovery_too_soon: [
    403,
    "The account's password or an address changed lately. No recovery until then; Retry-After says when.",
  ],
  recovery_waiting: [403, "The waiting time is not over. Retry-After says when it is."],
  route_not_found: [404, "There is no such route."],
  second_factor_required: [403, "Verify a second factor first."],
  sign_in_again: [401, "This sign-in is too old, or the account changed since. Sign in again."],
  sign_in_required: [401, "Sign in first."],
  staff_only: [403, "This is for the people whom the app lets administer accounts."],
  second_person_required: [
    403,
    "Another person has to decide this: not who asked, nor whose account it is.",
  ],
  text_invalid: [400, "A text has 1 to 500 characters and no control characters."],
  ticket_invalid: [404, "This link is not valid any more."],
  too_many_attempts: [429, "Too many attempts. Wait, or send more consecutive codes."],
  too_many_authenticators: [
    409,
    "The account has as many authenticators as it may have. Remove one first.",
  ],
  too_many_enrollments: [429, "Too many enrollments were begun. Wait before the next."],
  unsupported_media_type: [415, "Send application/json or application/x-www-form-urlencoded."],
  wrong_type: [400, "A field has the wrong type."],
  clock_regression: [
    503,
    "The server's clock is behind the last accepted code. Use a recovery code or wait.",
  ],
  clock_unavailable: [503, "The server's clock can't be read."],
  key_unavailable: [503, "The key of this secret is not available."],
  session_unavailable: [503, "The session could not be stored."],
  store_unavailable: [503, "A store did not answer in time."],
  subject_unavailable: [503, "The signed-in account could not be determined."],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

export type ProblemCode = keyof typeof problems;

export interface Problem {
  readonly code: ProblemCode;
  /** Members beyond those of RFC 9457; never a secret or a code. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  /** The route's methods, for a 405. */
  readonly allow?: string;
}

export const problemCodes = Object.keys(problems) as ProblemCode[];

export const problemStatus = (code: ProblemCode): number => problems[code][0];

export const problemDetail = (code: ProblemCode): string => problems[code][1];

export function problem(
  code: ProblemCode,
  members: Problem["members"] = {},
  more: { retryAfterSeconds?: number; allow?: string } = {},
): Problem {
  return { code, members, ...more };
}
