/** Fields, buttons, disclosures. Nothing to press is lower than 44 pixels, but for links inside text. */
export const controlStyles = `.sf-form { display: grid; gap: 1rem; }
.sf-field { display: grid; gap: .375rem; }
.sf-field label { font-weight: 600; }

input[type="text"], select {
  width: 100%;
  min-height: 2.875rem;
  padding: .5rem .75rem;
  border: 1px solid var(--sf-field-line);
  border-radius: 9px;
  background-color: var(--sf-surface);
  color: inherit;
  font: inherit;
}
input[type="text"]:focus-visible, select:focus-visible { outline-offset: 0; border-color: transparent; }
input[type="text"][aria-invalid="true"] { border: 2px solid var(--sf-danger); }

select {
  padding-inline-end: 2.5rem;
  appearance: none;
  background-image:
    linear-gradient(45deg, transparent 50%, currentcolor 50%),
    linear-gradient(135deg, currentcolor 50%, transparent 50%);
  background-position: right 1.25rem center, right .875rem center;
  background-size: .375rem .375rem;
  background-repeat: no-repeat;
}
[dir="rtl"] select { background-position: left .875rem center, left 1.25rem center; }
@media (forced-colors: active) { select { appearance: auto; background-image: none; } }

.sf-code, .sf-recovery-code { font-family: var(--sf-font-code) !important; font-variant-numeric: tabular-nums; }
input.sf-code {
  min-height: 3.5rem;
  font-size: 1.625rem;
  letter-spacing: .24em;
}
input.sf-code-2 { font-size: 1.375rem; letter-spacing: .1em; }
input.sf-code-3 { font-size: 1.0625rem; letter-spacing: .04em; }
input.sf-recovery-code { text-transform: uppercase; }

.sf-check { display: flex; gap: .75rem; align-items: flex-start; margin-block: .5rem .25rem; }
.sf-check input {
  flex: none;
  width: 1.5rem;
  height: 1.5rem;
  margin: 0;
  accent-color: var(--sf-accent);
}
.sf-check label { padding-block: .0625rem; }

.sf-button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.875rem;
  padding: .5rem 1.125rem;
  border: 1px solid transparent;
  border-radius: 9px;
  background: none;
  font: inherit;
  font-weight: 600;
  line-height: 1.25;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
  transition: filter .12s, background-color .12s;
}
.sf-button-primary { width: 100%; background: var(--sf-accent); color: var(--sf-on-accent); }
.sf-button-danger { background: var(--sf-danger); color: var(--sf-on-danger); }
.sf-button-plain { border-color: var(--sf-field-line); background: var(--sf-surface); color: var(--sf-text); }
.sf-button-quiet { width: 100%; color: var(--sf-accent); }
.sf-button-primary:hover, .sf-button-danger:hover { filter: brightness(1.08); }
.sf-button-plain:hover, .sf-button-quiet:hover { background: var(--sf-accent-soft); }
/* The quieter way stands close below the main one, and its own height is space enough at the end of the card. */
.sf-card > .sf-button-quiet, .sf-form-quiet { margin-block-start: .5rem !important; margin-block-end: -1rem; }
.sf-card > section + .sf-button-quiet { margin-block-start: 1.25rem !important; }

summary { cursor: pointer; color: var(--sf-accent); font-weight: 600; border-radius: 6px; }
.sf-more { padding-block-start: 1.25rem; border-block-start: 1px solid var(--sf-line); }
.sf-card > .sf-more { margin-block-start: 1.75rem; }
.sf-more > summary { padding-block: .25rem; }
`;
