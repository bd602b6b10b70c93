/** The page, the card, and text. Logical properties throughout, so that right-to-left languages need nothing more. */
export const layoutStyles = `*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }

html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }

body {
  margin: 0;
  background: var(--sf-background);
  color: var(--sf-text);
  font: 1rem/1.55 var(--sf-font);
  -webkit-font-smoothing: antialiased;
  overflow-wrap: anywhere;
}

.sf-page {
  display: flex;
  flex-direction: column;
  gap: 1.25rem;
  max-width: calc(var(--sf-width) + 2rem);
  min-height: 100vh;
  margin-inline: auto;
  padding: 1.5rem 1rem 2rem;
}
.sf-page-wide { max-width: calc(var(--sf-width-wide) + 2rem); }

.sf-header { display: flex; align-items: center; gap: .625rem; padding-inline: .25rem; }
.sf-mark {
  display: grid;
  flex: none;
  place-items: center;
  width: 2rem;
  height: 2rem;
  border-radius: 9px;
  background: var(--sf-accent);
  color: var(--sf-on-accent);
  font-weight: 700;
}
.sf-issuer { font-weight: 650; letter-spacing: -.005em; }

.sf-card {
  padding: 1.5rem 1.25rem;
  border: 1px solid var(--sf-line);
  border-radius: var(--sf-radius);
  background: var(--sf-surface);
  box-shadow: 0 1px 2px rgb(15 23 42 / 5%), 0 8px 24px rgb(15 23 42 / 5%);
}

.sf-footer { padding-inline: .25rem; color: var(--sf-muted); font-size: .875rem; }

h1, h2, h3 { margin: 0; line-height: 1.25; letter-spacing: -.012em; text-wrap: balance; }
h1 { font-size: 1.5rem; font-weight: 700; }
h2 { font-size: 1.0625rem; font-weight: 650; }
h3 { font-size: 1rem; font-weight: 650; }
p { margin: 0; }
ul, ol { margin-block-end: 0; }
a { color: var(--sf-accent); text-underline-offset: .18em; }
code { font-family: var(--sf-font-code); font-size: .95em; }

/* One rhythm for whatever stands in the card. */
.sf-card > * + *, .sf-card section > * + *, .sf-steps li > * + *, .sf-more > * + *,
.sf-action-body > * + * { margin-block-start: 1rem; }
.sf-card > h1 + * { margin-block-start: .625rem; }
.sf-card > h1 + .sf-alert { margin-block-start: 1.25rem; }
.sf-card > h1 + .sf-steps, .sf-alert + .sf-steps, .sf-steps + form { margin-block-start: 1.75rem !important; }
.sf-card > * + h2, .sf-card > * + section { margin-block-start: 1.75rem; }
.sf-card section + section { padding-block-start: 1.75rem; border-block-start: 1px solid var(--sf-line); }

.sf-lead { color: var(--sf-muted); }
.sf-hint { color: var(--sf-muted); font-size: .875rem; line-height: 1.45; }
.sf-note { padding: .625rem .875rem; border-radius: 9px; background: var(--sf-accent-soft); }
.sf-warning { color: var(--sf-warning); }
.sf-print-only { display: none; }

:focus-visible { outline: 3px solid var(--sf-focus); outline-offset: 2px; }

@media (min-width: 34rem) {
  .sf-page { padding-block: 3.5rem 3rem; }
  .sf-card { padding: 2.25rem 2.25rem 2.5rem; }
  h1 { font-size: 1.625rem; }
}

@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { transition: none !important; animation: none !important; }
}
`;
