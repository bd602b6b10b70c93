import { count } from "../output/columns.js";
import { exitCodes } from "../output/exit-codes.js";
import type { Outcome, Problem } from "../output/outcome.js";
import type { ImportCounts } from "./import-rows.js";
import { type BadRow, rowProblems } from "./row.js";
import type { Source } from "./sources/source.js";

const helpPage = "https://github.com/second-factor/second-factor/blob/main/docs/cli.md#rows";

export function summarizeImport(
  counts: ImportCounts,
  refused: readonly BadRow[],
  { notes }: Source,
  { dryRun, interrupted }: { readonly dryRun: boolean; readonly interrupted: boolean },
): Outcome {
  const { imported, present, rows } = counts;
  const summary =
    `${count(rows, "row")}: ${imported} ${dryRun ? "can be imported" : "imported"}, ` +
    `${present} there already, ${counts.refused} left out.`;
  const ending = interrupted ? "Ended early. Run it again to go on." : null;
  const left = refused.length > 0 || rows === 0;
  return {
    exitCode: interrupted ? exitCodes.interrupted : left ? exitCodes.attention : exitCodes.fine,
    result: { dryRun, interrupted, ...counts, notes },
    problems: refused.toSorted((one, other) => one.line - other.line).map(toProblem),
    text: [summary, ...(dryRun ? ["Nothing was changed."] : []), ending, ...notes]
      .filter((line) => line !== null)
      .join("\n"),
  };
}

const toProblem = ({ line, problem }: BadRow): Problem => ({
  severity: "warning",
  code: problem,
  message: rowProblems[problem],
  help: helpPage,
  line,
});
