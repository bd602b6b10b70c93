import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../run/process.mjs";

export interface Output {
  readonly title: string;
  /** What was done, for somebody who did not see it. */
  readonly done: string;
  readonly table: string;
  /** The last line. */
  readonly figure: string;
}

/** Prints it, and keeps it in docs/proofs where that was asked for. */
export function putOut(name: string, { title, done, table, figure }: Output, keep: boolean): void {
  console.log(`${table}\n\n${figure}`);
  if (!keep) return;
  const text = `# ${title}\n\n${done}\n\n${table}\n\n${figure}\n`;
  mkdirSync(join(root, "docs/proofs"), { recursive: true });
  writeFileSync(join(root, `docs/proofs/${name}.md`), text);
}
