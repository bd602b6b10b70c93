import { setTimeout as pause } from "node:timers/promises";

/** Far more than anything here takes; what does not happen within it never will. */
const mostMilliseconds = 30_000;

/** Looks again and again at what no event tells. */
export async function until(what: string, happened: () => Promise<boolean>): Promise<void> {
  const start = Date.now();
  while (!(await happened())) {
    if (Date.now() - start > mostMilliseconds) throw new Error(`never happened: ${what}`);
    await pause(20);
  }
}
