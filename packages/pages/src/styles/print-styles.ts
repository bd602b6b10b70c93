/** Recovery codes on paper: the codes and whose they are, in black on white, and nothing to press. */
export const printStyles = `@media print {
  :root { color-scheme: light; }
  body { background: #fff; color: #000; }
  .sf-page { display: block; max-width: none; min-height: 0; padding: 0; }
  .sf-card { padding: 0; border: 0; box-shadow: none; background: none; }
  .sf-header, .sf-footer, .sf-notice, .sf-tools, .sf-card form { display: none !important; }
  .sf-lead, .sf-hint { color: #000; }
  .sf-print-only { display: block; }
  .sf-card:has(.sf-print-only) > h1, .sf-card:has(.sf-print-only) > .sf-lead { display: none; }
  .sf-codes { grid-template-columns: none; padding: 0; background: none; break-inside: avoid; }
  .sf-codes code { font-size: 13pt; line-height: 2; }
}
`;
