import type { SecurityEvent } from "@second-factor/core";
import type { Alarm, AlarmsState, ClockPicture } from "@second-factor/core/alarms";
import type { Content } from "../document.js";
import { type Html, html } from "../html.js";
import { moment, type View } from "../view.js";
import { offsetChart } from "./offset-chart.js";

/** Alarms, the offsets of codes as a picture, and recent events. */
export function securityContent(view: View, state: AlarmsState): Content {
  const say = view.say.security;
  return {
    heading: say.heading,
    wide: true,
    body: html`${section("alarms", say.alarms, alarmList(view, state))}
${section("clock", say.clock, clockPicture(view, state.clock))}
${section("events", say.events, eventList(view, state.events))}`,
  };
}

const section = (id: string, heading: string, body: Html): Html =>
  html`<section aria-labelledby="sf-${id}">
<h2 id="sf-${id}">${heading}</h2>
${body}
</section>`;

function alarmList(view: View, { alarms, suppressed, undelivered }: AlarmsState): Html {
  const say = view.say.security;
  const lost = [
    suppressed > 0 && html`<p class="sf-warning">${say.suppressed(suppressed)}</p>`,
    undelivered > 0 && html`<p class="sf-warning">${say.undelivered(undelivered)}</p>`,
  ];
  if (alarms.length === 0) return html`<p class="sf-lead">${say.none}</p>${lost}`;
  return html`<ul class="sf-entries" role="list">
${alarms.map((alarm) => alarmItem(view, alarm))}
</ul>${lost}`;
}

/** The alarms of core are in English, whatever the page's language is. */
function alarmItem(view: View, alarm: Alarm): Html {
  const say = view.say.security;
  const { rule, severity, reason, since, at, subjectId, clientAddress } = alarm;
  const isCritical = severity === "critical";
  return html`<li class="sf-entry">
<h3><bdi lang="en">${rule.replaceAll("_", " ")}</bdi>${isCritical && html` <span class="sf-tag sf-tag-danger">${say.critical}</span>`}</h3>
<p><bdi lang="en">${reason}</bdi></p>
<dl class="sf-facts">
<div><dt>${say.since}</dt><dd>${moment(view, Date.parse(since), "datetime")}</dd></div>
<div><dt>${say.at}</dt><dd>${moment(view, Date.parse(at), "datetime")}</dd></div>
${subjectId !== null && html`<div><dt>${say.subject}</dt><dd><bdi>${subjectId}</bdi></dd></div>`}
${clientAddress !== null && html`<div><dt>${say.address}</dt><dd><bdi>${clientAddress}</bdi></dd></div>`}
</dl>
</li>`;
}

function clockPicture(view: View, picture: ClockPicture): Html {
  const say = view.say.security;
  const { votes, aheadSeconds } = picture;
  if (votes === 0) return html`<p class="sf-lead">${say.noVotes}</p>`;
  const verdict =
    aheadSeconds === null ? say.fewVotes(votes) : say.verdict(votes, Math.round(aheadSeconds));
  return html`<p>${verdict}</p>
${offsetChart(picture, say.chart)}
<p class="sf-hint">${say.chartHint}</p>`;
}

function eventList(view: View, events: readonly SecurityEvent[]): Html {
  if (events.length === 0) return html`<p class="sf-lead">${view.say.security.none}</p>`;
  const whose = (text: string | null) =>
    text !== null && html` <bdi class="sf-whose">${text}</bdi>`;
  return html`<ol class="sf-events" role="list">
${events.map(
  ({ at, type, subjectId, clientAddress }) =>
    html`<li>${moment(view, Date.parse(at), "datetime")} <code>${type}</code>${whose(subjectId)}${whose(clientAddress)}</li>`,
)}
</ol>`;
}
