// What neither the guard nor a code needs, loaded with its first request: a process that only guards and verifies never
// pays for it. In one piece, since every file that ships is one more to find, open and parse.

export { describeSubject } from "./authenticators/describe-subject.js";
export { importAuthenticator } from "./authenticators/import-authenticator.js";
export { resetSubject } from "./authenticators/reset-subject.js";
export { rememberBrowser } from "./http/browsers/remember-browser.js";
export { trustBrowser } from "./http/browsers/trust-browser.js";
export { challengeInPlace } from "./http/challenge-in-place.js";
export { remove, rename } from "./http/routes/authenticators.js";
export { forgetBrowser, forgetBrowsers } from "./http/routes/browsers.js";
export { challengePage } from "./http/routes/challenge-page.js";
export { begin, cancel, confirm } from "./http/routes/enrollments.js";
export { showChallenge, showEnroll, showManage, showRegenerate } from "./http/routes/pages.js";
export { redeem, regenerate } from "./http/routes/recovery-codes.js";
export { resume } from "./http/routes/resume.js";
export { showStatus } from "./http/routes/status.js";
export { assertKeyRetired, keyStatus } from "./secrets/rotation/key-status.js";
export { resealSecrets } from "./secrets/rotation/reseal-secrets.js";
export { checkStores, refuseErrors } from "./stores/check-stores.js";
export { lookAtClock } from "./verification/look-at-clock.js";
