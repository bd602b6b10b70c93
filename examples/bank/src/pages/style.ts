import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { theme } from "../theme.js";

const colours = (scheme: "light" | "dark") =>
  Object.entries(theme)
    .map(([name, value]) => `--${name}: ${value[scheme]};`)
    .join(" ");

export const style = `
:root { color-scheme: light dark; --danger: #a4211a; --danger-soft: #fcefee; ${colours("light")} }
@media (prefers-color-scheme: dark) { :root { --danger: #ff9d95; --danger-soft: #391d1c; ${colours("dark")} } }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--background); color: var(--text); overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header { border-block-end: 1px solid var(--line); background: var(--surface); }
header > div, main { max-width: 52rem; margin-inline: auto; padding-inline: 1.25rem; }
header > div { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding-block: .875rem; }
.brand { display: flex; align-items: center; gap: .625rem; margin-inline-end: auto; color: inherit; font-weight: 650; text-decoration: none; }
.mark { display: grid; place-items: center; width: 2rem; height: 2rem; border-radius: 9px; background: var(--accent); color: var(--on-accent); font-weight: 700; }
nav { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.25rem; }
nav a { padding-block: .5rem; }
nav a[aria-current] { color: var(--text); font-weight: 650; text-decoration: none; }
main { padding-block: 2.5rem 4rem; }
h1, h2 { margin: 0; line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.125rem; }
p, dl, dd, table { margin: 0; }
a { color: var(--accent); text-underline-offset: .18em; }
.narrow { max-width: 26rem; margin-inline: auto; }
.stack > * + * { margin-block-start: 1.25rem; }
.stack > h1 + p { margin-block-start: .5rem; }
.muted { color: var(--muted); }
.card { padding: 1.5rem; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); }
.balance { font-size: 2.25rem; font-weight: 700; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.columns { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); align-items: start; }
form { display: grid; gap: 1rem; }
label { display: grid; gap: .375rem; font-weight: 600; }
input { width: 100%; min-height: 2.875rem; padding: .5rem .75rem; border: 1px solid var(--field-line); border-radius: 9px; background: var(--surface); color: inherit; font: inherit; font-weight: 400; }
::placeholder { color: var(--muted); opacity: 1; }
button { min-height: 2.875rem; padding: .5rem 1.125rem; border: 0; border-radius: 9px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
nav button { min-height: 0; padding: .5rem 0; background: none; color: var(--accent); font-weight: 400; text-decoration: underline; text-underline-offset: .18em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.error, .done { padding: .75rem 1rem; border-inline-start: 4px solid var(--danger); border-radius: 9px; background: var(--danger-soft); }
.done { border-color: var(--accent); background: var(--accent-soft); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .75rem .5rem 0; border-block-end: 1px solid var(--line); text-align: start; }
td:last-child, th:last-child { padding-inline-end: 0; text-align: end; font-variant-numeric: tabular-nums; }
tr:last-child td { border: 0; }
`;

const hash = btoa(String.fromCharCode(...sha256(utf8ToBytes(style))));

/** The one style element of our pages, by its hash, and nothing else. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
