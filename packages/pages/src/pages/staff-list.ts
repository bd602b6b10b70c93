import type { StaffListPage } from "@second-factor/core/http";
import { disclosure } from "../disclosure.js";
import type { Content } from "../document.js";
import { textField } from "../field.js";
import { button } from "../form.js";
import { type Html, html } from "../html.js";
import { errorSummary } from "../page-error.js";
import { moment, ownPath, type View } from "../view.js";
import { actForm, type actPaths } from "./staff-act-form.js";

type Entry = StaffListPage["subjects"][number];

export function staffListContent(view: View, page: StaffListPage): Content {
  const say = view.say.staffList;
  const { subjects, next, role, byRole, hasAlarms } = page;
  const isAdmin = role === "admin";
  return {
    heading: say.heading,
    error: errorSummary(view),
    wide: true,
    body: html`${search(view)}
${subjects.length === 0 ? html`<p class="sf-lead">${say.empty}</p>` : table(view, subjects)}
${next !== null && html`<a class="sf-button sf-button-plain" href="${ownPath(view, `/staff?after=${encodeURIComponent(next)}`)}">${say.next}</a>`}
${isAdmin && byRole && roleSection(view)}
${isAdmin && hasAlarms && html`<a class="sf-button sf-button-quiet" href="${ownPath(view, "/staff/security")}">${say.security}</a>`}`,
  };
}

function search(view: View): Html {
  const say = view.say.staffList;
  const field = textField({
    id: "sf-find",
    name: "subject",
    label: say.findLabel,
    hint: say.findHint,
    maxLength: 256,
    input: { autocomplete: "off", autocapitalize: "none", spellcheck: "false" },
  });
  return html`<form method="get" action="${ownPath(view, "/staff/subject")}" class="sf-form sf-search">
${field}
${button(say.find, "plain")}
</form>`;
}

function table(view: View, subjects: readonly Entry[]): Html {
  const say = view.say.staffList;
  return html`<table class="sf-table" aria-label="${say.tableLabel}">
<thead><tr><th scope="col">${say.subject}</th><th scope="col">${say.secondFactor}</th><th scope="col">${say.lastUsed}</th></tr></thead>
<tbody>${subjects.map((entry) => row(view, entry))}</tbody>
</table>`;
}

function row(view: View, entry: Entry): Html {
  const say = view.say.staffList;
  const { subjectId, authenticators, recoveryCodesRemaining: codes, lastUsedAt } = entry;
  const link = ownPath(view, `/staff/subject?subject=${encodeURIComponent(subjectId)}`);
  return html`<tr>
<th scope="row"><a href="${link}"><bdi>${subjectId}</bdi></a></th>
<td>${say.authenticators(authenticators)}${codes > 0 && html` <span class="sf-also">${say.codes(codes)}</span>`}${entry.mustEnroll && html` <span class="sf-tag">${say.mustEnroll}</span>`}${entry.recoveryIsOpen && html` <span class="sf-tag sf-tag-danger">${say.recovering}</span>`}</td>
<td>${lastUsedAt === 0 ? say.never : moment(view, lastUsedAt, "date")}</td>
</tr>`;
}

function roleSection(view: View): Html {
  const say = view.say.staffList;
  const form = (act: keyof typeof actPaths) => {
    const { summary } = view.say.staffActs[act];
    const role = textField({
      id: `sf-role-${act}`,
      name: "role",
      label: say.roleLabel,
      input: { autocomplete: "off", autocapitalize: "none", spellcheck: "false" },
    });
    return disclosure(summary, actForm(view, act, role, say.reason), { danger: act === "reset" });
  };
  return html`<section aria-labelledby="sf-by-role">
<h2 id="sf-by-role">${say.byRole}</h2>
<p class="sf-hint">${say.byRoleHint}</p>
<div class="sf-actions">${form("demandEnrollment")}
${form("revokeTrust")}
${form("reset")}</div>
</section>`;
}
