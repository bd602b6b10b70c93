import type { ProblemCode, ProblemPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import type { Messages } from "../english.js";
import { type Html, html } from "../html.js";
import { errorSentences } from "../page-error.js";
import { ownLink, type View } from "../view.js";

type Kind = keyof Messages["problem"]["heading"];

const kinds: Partial<Record<ProblemCode, Kind>> = {
  enrollment_required: "confirm",
  not_enrolled: "confirm",
  recovery_waiting: "busy",
  second_factor_required: "confirm",
  sign_in_again: "signIn",
  sign_in_required: "signIn",
  too_many_attempts: "busy",
  too_many_enrollments: "busy",
};

function kindOf({ code, status }: ProblemPage): Kind {
  if (status >= 500) return "unavailable";
  return kinds[code] ?? (status === 404 ? "missing" : "refused");
}

const toEnroll: readonly ProblemCode[] = [
  "enrollment_not_found",
  "enrollment_required",
  "invalid_otp",
  "not_enrolled",
];
const nobody: readonly ProblemCode[] = [
  "sign_in_again",
  "sign_in_required",
  "subject_unavailable",
  "session_unavailable",
];

/** Where to go from here: one way, the one that mends it. */
function nextStep(view: View, page: ProblemPage): Html | false {
  const say = view.say.problem;
  const link = (href: string, label: string) =>
    html`<a class="sf-button sf-button-primary" href="${href}">${label}</a>`;
  if (nobody.includes(page.code)) {
    return page.signInPath !== null && link(page.signInPath, say.signIn);
  }
  if (toEnroll.includes(page.code)) return link(ownLink(view, "/enroll"), say.enroll);
  if (page.code === "second_factor_required")
    return link(ownLink(view, "/challenge"), say.challenge);
  if (view.frame.returnTo !== "") return link(view.frame.returnTo, say.back);
  return link(ownLink(view, "/manage"), say.manage);
}

export function problemContent(view: View, page: ProblemPage): Content {
  const say = view.say.problem;
  // A wrong code ends a flow only where it was the last try at confirming an enrollment.
  const voided = page.code === "invalid_otp";
  const sentences = voided
    ? [say.enrollmentVoided]
    : errorSentences(view, {
        code: page.code,
        ...(page.retryAfterSeconds !== null && { retryAfterSeconds: page.retryAfterSeconds }),
      });
  return {
    heading: say.heading[kindOf(page)],
    body: html`${sentences.map((sentence) => html`<p class="sf-lead">${sentence}</p>`)}
${nextStep(view, page)}
<p class="sf-hint">${say.reference} <code>${page.code}</code></p>`,
  };
}
