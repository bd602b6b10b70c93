import type { StaffSubjectPage } from "@second-factor/core/http";
import { disclosure } from "../disclosure.js";
import { textField } from "../field.js";
import { button, hidden, postForm } from "../form.js";
import { type Html, html } from "../html.js";
import { moment, type View } from "../view.js";
import { reasonField } from "./staff-act-form.js";

type Recovery = NonNullable<StaffSubjectPage["subject"]["recovery"]>;

const openStates: readonly Recovery["state"][] = ["waiting", "requested", "approved"];

/** The last recovery of the account, and what the person who looks at it may do about it. */
export function recoverySection(view: View, page: StaffSubjectPage): Html | false {
  const { subject, recovers, staffId } = page;
  const { subjectId, recovery } = subject;
  const isOpen = recovery !== null && openStates.includes(recovery.state);
  const isOwn = subjectId === staffId;
  const mayRequest = recovers && !isOpen && !isOwn && subject.authenticators.length > 0;
  if (recovery === null && !mayRequest) return false;
  const say = view.say.staffRecovery;
  return html`<section aria-labelledby="sf-recovery">
<h2 id="sf-recovery">${say.heading}</h2>
${recovery !== null && facts(view, recovery)}
${isOpen && decisions(view, page, recovery)}
${mayRequest && html`<div class="sf-actions">${requestForm(view, subjectId)}</div>`}
</section>`;
}

function facts(view: View, recovery: Recovery): Html {
  const say = view.say.staffRecovery;
  const { kind, state, openedAt, expiresAt, openedBy, reason, caseReference, decidedBy } = recovery;
  const written = (label: string, text: string) =>
    html`<div><dt>${label}</dt><dd><bdi>${text}</bdi></dd></div>`;
  return html`<p>${say.states[state]}</p>
<dl class="sf-facts sf-facts-listed">
<div><dt>${say.openedAt}</dt><dd>${moment(view, openedAt, "datetime")}</dd></div>
<div><dt>${say.expiresAt}</dt><dd>${moment(view, expiresAt, "datetime")}</dd></div>
${written(say.openedBy, openedBy)}
${kind === "support" && [written(say.reason, reason), written(say.caseReference, caseReference)]}
${decidedBy !== null && written(say.decidedBy, decidedBy)}
</dl>`;
}

function decisions(view: View, { subject, staffId }: StaffSubjectPage, recovery: Recovery): Html {
  const say = view.say.staffRecovery;
  const { subjectId } = subject;
  const isOther = staffId !== recovery.openedBy && staffId !== subjectId;
  const isToDecide = recovery.state === "requested";
  const form = (verb: "approve" | "deny" | "cancel", danger = false) => {
    const fields = [hidden("subjectId", subjectId), hidden("recoveryId", recovery.id)];
    const submit = button(say[`${verb}Submit`], danger ? "danger" : "plain");
    const content = html`<p>${say[`${verb}Question`]}</p>
${postForm(view, `/staff/recovery/${verb}`, [fields, submit])}`;
    return disclosure(say[verb], content, { danger });
  };
  return html`<div class="sf-actions">${isToDecide && isOther && [form("approve"), form("deny")]}
${form("cancel", true)}</div>
${isToDecide && !isOther && html`<p class="sf-hint">${say.otherPerson}</p>`}`;
}

function requestForm(view: View, subjectId: string): Html {
  const say = view.say.staffRecovery;
  const caseField = textField({
    id: "sf-case",
    name: "caseReference",
    label: say.caseReference,
    hint: say.caseHint,
    maxLength: 500,
    input: { autocomplete: "off" },
  });
  const fields = [
    hidden("subjectId", subjectId),
    reasonField("recovery", view.say.staffSubject.reason),
    caseField,
    button(say.requestSubmit, "plain"),
  ];
  return disclosure(
    say.request,
    html`<p>${say.requestQuestion}</p>
${postForm(view, "/staff/recovery/request", fields)}`,
  );
}
