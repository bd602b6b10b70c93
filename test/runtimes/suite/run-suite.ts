import type { Exchange } from "@second-factor/testing";
import type { Listen, WebHandler } from "../../testbed/bed-server.js";
import { whyLeftOut } from "./left-out.js";
import { type SuiteCase, suiteCases } from "./suite-cases.js";

/** What a program tells of each case, as a line of JSON. */
export interface Verdict {
  readonly title: string;
  /** Why it failed; null where it passed. */
  readonly error: string | null;
  /** What the adapter contract sent and what came back. */
  readonly exchanges: readonly Exchange[];
  readonly milliseconds: number;
}

/** No case takes a tenth of it, and a runtime that hangs in one still tells of the others. */
const longestSeconds = 30;

/** One after the other, as the runtimes do it. */
export async function* runSuite(
  runtime: string,
  listen: Listen<WebHandler>,
): AsyncGenerator<Verdict> {
  for (const one of suiteCases(listen)) {
    if (whyLeftOut(one.title, runtime) === undefined) yield await run(one);
  }
}

async function run({ title, run: body }: SuiteCase): Promise<Verdict> {
  const exchanges: Exchange[] = [];
  const start = Date.now();
  let late: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<never>((_, reject) => {
    const error = new Error(`no end in ${longestSeconds} seconds`);
    late = setTimeout(() => reject(error), longestSeconds * 1000);
  });
  const error = await Promise.race([body((exchange) => exchanges.push(exchange)), end]).then(
    () => null,
    (reason: unknown) => (reason instanceof Error && reason.stack) || String(reason),
  );
  clearTimeout(late);
  return { title, error, exchanges, milliseconds: Date.now() - start };
}
