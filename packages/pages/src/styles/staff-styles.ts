/** Pages for staff: the table of accounts, tags, and lists of facts. */
export const staffStyles = `.sf-search { align-items: end; }
.sf-card > h1 + .sf-search { margin-block-start: 1.25rem; }
.sf-search .sf-button { width: auto; }
.sf-table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
.sf-table th, .sf-table td { padding: .625rem .5rem; border-block-end: 1px solid var(--sf-line); text-align: start; vertical-align: top; }
.sf-table tr > :first-child { padding-inline-start: 0; }
.sf-table td { overflow-wrap: normal; }
.sf-table thead th { color: var(--sf-muted); font-size: .8125rem; font-weight: 600; }
.sf-table tbody th { font-weight: 600; }
.sf-table a { display: inline-block; min-height: 1.5rem; }
.sf-also { display: block; color: var(--sf-muted); font-size: .875rem; }
.sf-tag {
  display: inline-block;
  padding: .0625rem .5rem;
  border: 1px solid var(--sf-warning);
  border-radius: 99px;
  color: var(--sf-warning);
  font-size: .75rem;
  font-weight: 600;
  white-space: nowrap;
}
.sf-tag-danger { border-color: var(--sf-danger); color: var(--sf-danger); }
.sf-subject { font-size: 1.125rem; font-weight: 600; }
.sf-facts-listed { display: grid; margin-block-start: 1rem; grid-template-columns: minmax(0, 1fr); gap: .375rem; color: inherit; font-size: 1rem; }
.sf-facts-listed dt { flex: none; width: min(16rem, 45%); color: var(--sf-muted); }
.sf-ids { columns: 14rem; padding-inline-start: 1.25rem; }
.sf-whose { color: var(--sf-muted); }
.sf-whose::before { content: "· "; }

@media (min-width: 34rem) {
  .sf-search { grid-template-columns: 1fr auto; }
}
`;
