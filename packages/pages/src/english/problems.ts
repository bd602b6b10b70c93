import type { ProblemCode } from "@second-factor/core/http";

const unreadable = "We could not read the form. Go back, reload the page and send it once more.";
const unavailable = "Something on our side is not available. Nothing was changed.";

/** What each problem means to a person, and what to do about it. */
export const problems = {
  action_malformed: unreadable,
  authenticator_kind_not_allowed: "Your account can't use this kind of second factor.",
  authenticator_not_found: "This authenticator is not there any more. It may have been removed.",
  body_too_large: unreadable,
  body_unreadable: unreadable,
  browser_not_found: "This browser is not in your list any more.",
  changed_meanwhile: "Your second factor was changed meanwhile. Look at it again, then repeat.",
  cross_origin_refused:
    "This request came from another site, so we did nothing. Start from a page of this one.",
  duplicate_key: unreadable,
  enrollment_not_found: "This QR code is not valid any more. Begin again to get a new one.",
  enrollment_required: "This account needs a second factor before you can go on.",
  field_missing: "Something was left empty. Fill it in and send the form again.",
  form_token_invalid: "This page was open for too long. Reload it and send the form again.",
  insecure_transport:
    "Your connection is not encrypted, so we do not show secrets. Use an address with https://.",
  invalid_json: unreadable,
  invalid_otp:
    "That code is not right. Check that your device's clock is set automatically, then try the next code.",
  invalid_recovery_code:
    "That recovery code is not right, or it was used before. Check it for typing errors, or try another.",
  invalid_utf8: unreadable,
  last_authenticator:
    "This is your only authenticator and the account needs one. Add another first, then remove this one.",
  method_not_allowed: unreadable,
  name_invalid: "A name has 1 to 64 characters. Choose another.",
  not_enrolled: "This account has no second factor yet. Set one up to go on.",
  otp_malformed: "A code has digits only. Type it as your authenticator app shows it.",
  otp_wrong_length:
    "That is not a whole code. Type every digit, as your authenticator app shows it.",
  recovery_code_malformed:
    "A recovery code has 24 letters and digits. Type all of them; hyphens and spaces do not matter.",
  recovery_not_found: "There is no recovery under way for this account.",
  recovery_too_soon:
    "Your password or an address was changed in the last days, so this way is closed for a while. Turn to support if you can't wait.",
  recovery_waiting: "The waiting time is not over yet.",
  route_not_found: "There is no page at this address.",
  second_factor_required: "Confirm that it is you before you go on.",
  sign_in_again: "Your sign-in is too old for this. Sign in again; it takes a moment.",
  sign_in_required: "Sign in first, then come back to this page.",
  second_person_required: "Another person has to decide this: neither you nor the one who asked.",
  staff_only: "This page is for the people who look after accounts.",
  text_invalid: "Write 1 to 500 characters.",
  ticket_invalid: "This link was used before, or it is too old.",
  too_many_attempts: "There were too many attempts.",
  too_many_authenticators: "You have as many authenticators as you can. Remove one first.",
  too_many_enrollments: "You started to set up an authenticator many times in a short while.",
  unsupported_media_type: unreadable,
  wrong_type: unreadable,
  clock_regression:
    "Our clock is behind the last code you used. Use a recovery code, or wait a moment.",
  clock_unavailable: unavailable,
  key_unavailable: unavailable,
  session_unavailable: unavailable,
  store_unavailable: unavailable,
  subject_unavailable: unavailable,
} satisfies Record<ProblemCode, string> as Record<ProblemCode, string>;
