/** Markdown that reads as a table in a terminal too. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

export const thousands = (count: number) => count.toLocaleString("en");

/** `401: 5, 429: 195`, or a dash. */
export function inWords(statuses: Readonly<Record<string, number>>): string {
  const words = Object.entries(statuses).map(([status, count]) => `${status}: ${thousands(count)}`);
  return words.join(", ") || "-";
}
