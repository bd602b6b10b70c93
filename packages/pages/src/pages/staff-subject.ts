import type { StaffSubjectPage } from "@second-factor/core/http";
import { disclosure } from "../disclosure.js";
import type { Content } from "../document.js";
import { hidden } from "../form.js";
import { type Html, type HtmlValue, html } from "../html.js";
import { errorSummary } from "../page-error.js";
import { moment, ownPath, type View } from "../view.js";
import { actForm, type actPaths } from "./staff-act-form.js";
import { recoverySection } from "./staff-recovery.js";

type Subject = StaffSubjectPage["subject"];

export function staffSubjectContent(view: View, page: StaffSubjectPage): Content {
  const say = view.say.staffSubject;
  const { subject, done } = page;
  const { subjectId, authenticators, mustEnroll } = subject;
  return {
    heading: say.heading,
    ...(done !== null && {
      notice: html`<p class="sf-notice" role="status">${say.done[done]}</p>`,
    }),
    error: errorSummary(view),
    wide: true,
    body: html`<p class="sf-subject"><bdi>${subjectId}</bdi></p>
<p class="sf-lead">${authenticators.length === 0 ? say.notEnrolled : say.enrolled(authenticators.length)}
${mustEnroll && html`<strong class="sf-warning">${say.mustEnroll}</strong>`}</p>
${authenticators.length > 0 && authenticatorSection(view, subject)}
${stateSection(view, subject)}
${subject.trustedBrowsers.length > 0 && browserSection(view, subject)}
${recoverySection(view, page)}
${actionSection(view, page)}
<a class="sf-button sf-button-quiet" href="${ownPath(view, "/staff")}">${say.back}</a>`,
  };
}

const section = (id: string, heading: string, body: HtmlValue): Html =>
  html`<section aria-labelledby="sf-${id}">
<h2 id="sf-${id}">${heading}</h2>
${body}
</section>`;

function authenticatorSection(view: View, { authenticators }: Subject): Html {
  const say = view.say.staffSubject;
  const item = ({ name, createdAt, lastUsedAt, secret }: Subject["authenticators"][number]) =>
    html`<li class="sf-entry">
<h3><bdi>${name}</bdi></h3>
<dl class="sf-facts">
<div><dt>${say.created}</dt><dd>${moment(view, createdAt, "datetime")}</dd></div>
<div><dt>${say.lastUsed}</dt><dd>${moment(view, lastUsedAt, "datetime")}</dd></div>
</dl>
${secret !== "opens" && html`<p class="sf-warning">${say.secrets[secret]}</p>`}
</li>`;
  const list = html`<ul class="sf-entries" role="list">${authenticators.map(item)}</ul>`;
  return section("authenticators", say.authenticators, list);
}

const changes = ["changedAt", "credentialsChangedAt", "contactChangedAt"] as const;

function stateSection(view: View, subject: Subject): Html {
  const say = view.say.staffSubject;
  const { pending, recoveryCodesRemaining, failures, throttle } = subject;
  const fact = (label: string, value: HtmlValue) =>
    html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  const moments = (label: string, at: number | null) =>
    at !== null && fact(label, moment(view, at, "datetime"));
  const count = (value: number) => html`<bdi>${value}</bdi>`;
  return section(
    "state",
    say.state,
    html`<dl class="sf-facts sf-facts-listed">
${fact(say.recoveryCodes, count(recoveryCodesRemaining))}
${fact(say.failures, count(failures.count))}
${fact(say.codesNeeded, count(throttle.codesNeeded))}
${pending !== null && fact(say.pending, moment(view, pending.expiresAt, "datetime"))}
${changes.map((name) => moments(say[name], subject[name]))}
</dl>`,
  );
}

function browserSection(view: View, { trustedBrowsers }: Subject): Html {
  const say = view.say.staffSubject;
  const item = ({ name, lastSeenAt, trustedUntil }: Subject["trustedBrowsers"][number]) =>
    html`<li class="sf-entry">
<h3><bdi>${name}</bdi></h3>
<dl class="sf-facts">
<div><dt>${say.lastSeen}</dt><dd>${moment(view, lastSeenAt, "datetime")}</dd></div>
<div><dt>${say.trustedUntil}</dt><dd>${moment(view, trustedUntil, "date")}</dd></div>
</dl>
</li>`;
  const list = html`<ul class="sf-entries" role="list">${trustedBrowsers.map(item)}</ul>`;
  return section("browsers", say.trustedBrowsers, list);
}

function actionSection(view: View, { subject, role, staffId }: StaffSubjectPage): Html {
  const say = view.say.staffSubject;
  if (role !== "admin")
    return section("actions", say.actions, html`<p class="sf-hint">${say.nothing}</p>`);
  const form = (act: keyof typeof actPaths) =>
    disclosure(
      view.say.staffActs[act].summary,
      actForm(view, act, hidden("subjectId", subject.subjectId), say.reason),
      { danger: act === "reset" },
    );
  const mayDemand = subject.authenticators.length === 0 && !subject.mustEnroll;
  const isOwn = subject.subjectId === staffId;
  return section(
    "actions",
    say.actions,
    html`<div class="sf-actions">${mayDemand && form("demandEnrollment")}
${subject.trustedBrowsers.length > 0 && form("revokeTrust")}
${!isOwn && form("reset")}</div>
${isOwn && html`<p class="sf-hint">${say.ownReset}</p>`}`,
  );
}
