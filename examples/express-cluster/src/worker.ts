import { listen } from "@second-factor-examples/bank/node";
import { buildApp } from "./app.js";
import { readSettings } from "./settings.js";

/** One of the processes that serve: node:cluster lets them all listen on the same port. */
export async function runWorker(): Promise<void> {
  let serving = false;
  // What there is to say of the servers at start, the primary has said once for all.
  const say = (text: string) => {
    if (serving) console.log(`[${process.pid}] ${text}`);
  };
  await listen((trustedOrigins) =>
    buildApp(readSettings(), {
      trustedOrigins,
      warn: say,
      events: ({ type, subjectId }) => say(`${type} ${subjectId ?? ""}`),
    }),
  );
  serving = true;
  process.send?.("serving");
}
