import type { SecurityEvent } from "@second-factor/core";
import type { Alarm, AlarmsState, ClockPicture } from "@second-factor/core/alarms";
import { renderDocument } from "../document.js";
import { english } from "../english.js";
import { fingerprint } from "../fingerprint.js";
import { type Html, html } from "../html.js";
import { stylesheet } from "../stylesheet.js";
import { moment, type View } from "../view.js";
import { offsetChart } from "./offset-chart.js";

export interface SecurityPageOptions {
  readonly issuer: string;
  /** Where the engine's routes are mounted: the stylesheet comes from there. */
  readonly basePath: string;
  /** Of dates; the sentences are English. "en" by default. */
  readonly locale?: string;
}

/** To send along with it. It holds account names and addresses, and needs no script. */
export const securityPageHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/**
 * A page for operators, as a whole document: `securityPage(alarms.state(), { issuer, basePath })`. Serve it behind your
 * own check of who is an operator, and a fresh second factor.
 */
export function securityPage(
  state: AlarmsState,
  { issuer, basePath, locale = "en" }: SecurityPageOptions,
): string {
  const frame = { issuer, basePath, subjectName: "", formToken: "", returnTo: "", error: null };
  const version = fingerprint(stylesheet);
  const view: View = { frame, say: english, locale, appLinks: [], version };
  const body = html`${section("alarms", "Alarms", alarmList(view, state))}
${section("clock", "The server's clock", clockPicture(state.clock))}
${section("events", "Recent events", eventList(view, state.events))}`;
  const content = { heading: "Second factor: security", wide: true, scriptless: true, body };
  return renderDocument(view, content).toString();
}

const section = (id: string, heading: string, body: Html): Html =>
  html`<section aria-labelledby="sf-${id}">
<h2 id="sf-${id}">${heading}</h2>
${body}
</section>`;

function alarmList(view: View, { alarms, suppressed, undelivered }: AlarmsState): Html {
  const lost = [
    suppressed > 0 &&
      html`<p class="sf-warning">${suppressed} more were held back: too many in an hour.</p>`,
    undelivered > 0 && html`<p class="sf-warning">${undelivered} could not be handed on.</p>`,
  ];
  if (alarms.length === 0)
    return html`<p class="sf-lead">None since this process started.</p>${lost}`;
  return html`<ul class="sf-entries" role="list">
${alarms.map((alarm) => alarmItem(view, alarm))}
</ul>${lost}`;
}

function alarmItem(view: View, alarm: Alarm): Html {
  const { rule, severity, reason, since, at } = alarm;
  const isCritical = severity === "critical";
  return html`<li>
<h3>${rule.replaceAll("_", " ")}${isCritical && html` <strong class="sf-warning">critical</strong>`}</h3>
<p>${reason}</p>
<p class="sf-hint">${moment(view, Date.parse(since), "datetime")} to ${moment(view, Date.parse(at), "datetime")}${whose(alarm)}</p>
</li>`;
}

function whose({
  subjectId,
  clientAddress,
}: Pick<SecurityEvent, "subjectId" | "clientAddress">): Html {
  return html`${subjectId !== null && html` · <bdi>${subjectId}</bdi>`}${clientAddress !== null && html` · <bdi>${clientAddress}</bdi>`}`;
}

function clockPicture(picture: ClockPicture): Html {
  const { votes, aheadSeconds } = picture;
  if (votes === 0) return html`<p class="sf-lead">No code has told anything of it yet.</p>`;
  const seconds = Math.round(Math.abs(aheadSeconds ?? 0));
  const way = (aheadSeconds ?? 0) < 0 ? "behind" : "ahead";
  const verdict =
    aheadSeconds === null
      ? `${votes} votes are too few to judge it by.`
      : `By ${votes} votes it seems to be ${seconds} seconds ${way}.`;
  return html`<p>${verdict}</p>
${offsetChart(picture)}
<p class="sf-hint">How many codes came how many time steps of 30 seconds before (−) or after (+) the server's own; one vote per authenticator and day. People need a while to type, so a right clock shows 0 and −1.</p>`;
}

function eventList(view: View, events: readonly SecurityEvent[]): Html {
  if (events.length === 0) return html`<p class="sf-lead">None since this process started.</p>`;
  return html`<ol class="sf-events" role="list">
${events.map(
  (event) =>
    html`<li>${moment(view, Date.parse(event.at), "datetime")} <strong>${event.type}</strong>${whose(event)}</li>`,
)}
</ol>`;
}
