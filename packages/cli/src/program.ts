import { createRequire } from "node:module";
import { Command } from "commander";
import { addAudit } from "./commands/audit.js";
import { addDoctor } from "./commands/doctor.js";
import { addImport } from "./commands/import.js";
import { addKeys } from "./commands/keys.js";
import { addReset } from "./commands/reset.js";
import { addSchema } from "./commands/schema.js";
import { addStatus } from "./commands/status.js";
import type { ExitCode } from "./output/exit-codes.js";
import { performer } from "./perform.js";

/** As wide as a terminal was for fifty years, so that the help reads the same in the documentation. */
const width = 80;

export function createProgram(ports: {
  ended(code: ExitCode): void;
  complain(text: string): void;
}): Command {
  const perform = performer(ports.ended);
  const program = new Command("second-factor")
    .description("The operator's command line of second-factor.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText(
      "after",
      `
Commands learn about your app from second-factor.config.js (or .mjs, .ts) in the
working directory, which exports "options": what your app gives to
createSecondFactor(). Keys come from where your app gets them, never from
arguments.

Exit codes: 0 fine, 1 done with something left to look at, 2 not done or wrong,
64 written wrongly, 130 ended by Ctrl-C.`,
    )
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      writeErr: ports.complain,
    });
  for (const add of [addDoctor, addKeys, addSchema, addStatus, addReset, addImport, addAudit])
    add(program, perform);
  return program;
}

/** Read when it is run: the package's own file stands beside what is installed. */
function version(): string {
  const load = createRequire(import.meta.url);
  return (load("@second-factor/cli/package.json") as { version: string }).version;
}
