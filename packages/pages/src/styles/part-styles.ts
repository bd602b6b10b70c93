/** What single pages are made of: messages, steps, the QR card, the list of codes, the list of authenticators. */
export const partStyles = `.sf-alert, .sf-notice {
  padding: .875rem 1rem;
  border: 1px solid var(--sf-danger);
  border-color: color-mix(in srgb, var(--sf-danger) 40%, transparent);
  border-radius: 9px;
  background: var(--sf-danger-soft);
}
.sf-alert > * + * { margin-block-start: .25rem; }
.sf-alert-heading { color: var(--sf-danger); font-weight: 650; }
.sf-notice { border-color: color-mix(in srgb, var(--sf-success) 35%, transparent); background: var(--sf-success-soft); color: var(--sf-success); font-weight: 600; }

.sf-steps { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; margin-block-end: 0; padding: 0; counter-reset: step; list-style: none; }
.sf-steps > li { position: relative; padding-inline-start: 2.75rem; counter-increment: step; }
.sf-steps > li::before {
  content: counter(step);
  position: absolute;
  inset-block-start: -.1875rem;
  inset-inline-start: 0;
  display: grid;
  place-items: center;
  width: 1.75rem;
  height: 1.75rem;
  border-radius: 50%;
  background: var(--sf-accent-soft);
  color: var(--sf-accent);
  font-size: .9375rem;
  font-weight: 700;
}
.sf-steps h3 + p { margin-block-start: .125rem; color: var(--sf-muted); }
.sf-page-wide .sf-steps { gap: 2.25rem; }
.sf-page-wide .sf-steps h2 + p { margin-block-start: .375rem; }

.sf-apps { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
.sf-steps li > .sf-apps { margin-block-start: .5rem; }
.sf-steps li > .sf-apps + .sf-hint { margin-block-start: .25rem; }
.sf-apps a { display: inline-block; padding-block: .1875rem; }

.sf-scan { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; }
.sf-scan > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: .625rem; align-content: start; justify-items: start; }
.sf-scan .sf-key { justify-self: stretch; }
/* Always black on white with a quiet zone, in dark mode and with forced colours too: else it does not scan. */
.sf-qr {
  width: 15.5rem;
  max-width: 100%;
  padding: .5rem;
  border: 1px solid var(--sf-line);
  border-radius: 12px;
  background: #fff;
  color: #000;
  forced-color-adjust: none;
}
.sf-qr-large { width: 21rem; }
.sf-qr svg { display: block; width: 100%; height: auto; }
.sf-key { padding: .75rem .875rem; border-radius: 9px; background: var(--sf-accent-soft); }
.sf-key code { display: block; max-width: 22ch; font-size: 1rem; line-height: 1.7; word-spacing: .25em; overflow-wrap: normal; user-select: all; -webkit-user-select: all; }

.sf-codes {
  display: grid;
  gap: .125rem 1.5rem;
  padding: .875rem 1rem;
  border-radius: 9px;
  background: var(--sf-accent-soft);
  list-style: none;
}
.sf-codes code { font-size: clamp(.75rem, 3.6vw, 1.0625rem); line-height: 1.85; white-space: nowrap; }
.sf-tools { display: flex; flex-wrap: wrap; gap: .625rem; align-items: center; }

.sf-fact span { color: var(--sf-muted); margin-inline-end: .375rem; }
.sf-fact bdi { font-weight: 600; }
.sf-entries { display: grid; gap: .75rem; padding: 0; list-style: none; }
.sf-entry { padding: 1rem 1.125rem; border: 1px solid var(--sf-line); border-radius: 11px; }
.sf-facts { display: flex; flex-wrap: wrap; gap: .125rem 1.25rem; margin: .25rem 0 0; color: var(--sf-muted); font-size: .875rem; }
.sf-facts div { display: flex; gap: .375rem; }
.sf-facts dd { margin: 0; }
.sf-actions { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; margin-block-start: .625rem; }
.sf-action > summary { display: inline-block; padding-block: .1875rem; list-style: none; font-size: .9375rem; text-decoration: underline; text-underline-offset: .18em; }
.sf-action > summary::-webkit-details-marker { display: none; }
.sf-action-danger > summary { color: var(--sf-danger); }
.sf-action[open] { flex-basis: 100%; }
.sf-action-body { padding-block: .75rem .375rem; }
.sf-action-body .sf-button { width: auto; justify-self: start; }

.sf-chart { display: block; width: 100%; max-width: 36rem; height: auto; }
.sf-chart rect { fill: var(--sf-accent); }
.sf-chart text { fill: var(--sf-text); font-size: 14px; text-anchor: middle; }
.sf-events { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; padding: 0; list-style: none; font-size: .875rem; }

/* On a narrow screen the numbers stand beside the headings, and the QR code gets the whole width. */
@media (max-width: 33.99rem) {
  .sf-page-wide .sf-steps > li { padding-inline-start: 0; }
  .sf-page-wide .sf-steps > li > h2 { padding-inline-start: 2.5rem; }
}

@media (min-width: 42rem) {
  .sf-scan { grid: "code here" auto "code key" 1fr / auto minmax(0, 1fr); gap: 1.5rem 2rem; }
  .sf-scan-code { grid-area: code; }
  .sf-scan-here { grid-area: here; }
  .sf-scan-key { grid-area: key; }
  .sf-scan:has(.sf-qr-large) { grid: "code" "here" "key" / minmax(0, 1fr); }
}
`;
