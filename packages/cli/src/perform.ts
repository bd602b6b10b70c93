import type { Command } from "commander";
import { CliError } from "./cli-error.js";
import { type LoadedConfig, loadConfig } from "./config/load-config.js";
import { listenForInterrupt } from "./interrupt.js";
import { type OpenedApp, openApp } from "./open-app.js";
import { cliProblem } from "./output/cli-problem.js";
import { type ExitCode, exitCodes } from "./output/exit-codes.js";
import { explainError, stackOf } from "./output/explain-error.js";
import type { Outcome, Problem } from "./output/outcome.js";
import { print, write } from "./output/print.js";

export interface Context {
  /** The app's module, loaded once it is asked for. */
  config(): Promise<LoadedConfig>;
  /** The app's engine, made once it is asked for. */
  app(): Promise<OpenedApp>;
  readonly signal: AbortSignal;
}

export type Work = (context: Context) => Promise<Outcome>;

/** Does the work of a command, prints what it came to, and closes what it opened. */
export type Perform = (command: Command, work: Work) => Promise<void>;

interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** What every command that does something understands. */
export const withCommonOptions = (command: Command): Command =>
  command
    .option("--config <file>", "the module that exports your app's options")
    .option("--json", "print one line of JSON on standard output")
    .option("--debug", "print stack traces");

/** How long an app's own `close` may take before it is left behind. */
const closeWithinMs = 5000;

export function performer(ended: (code: ExitCode) => void): Perform {
  return async (command, work) => {
    const options = command.opts<CommonOptions>();
    const interrupt = listenForInterrupt();
    let config: Promise<LoadedConfig> | undefined;
    let app: Promise<OpenedApp> | undefined;
    const context: Context = {
      config() {
        config ??= loadConfig(options.config);
        return config;
      },
      app() {
        app ??= context.config().then(openApp);
        return app;
      },
      signal: interrupt.signal,
    };

    let outcome: Outcome;
    try {
      outcome = await work(context);
    } catch (thrown) {
      outcome = failure(thrown, interrupt.signal);
      if (options.debug === true) await write(process.stderr, `${stackOf(thrown)}\n`);
    }
    const left = [...(await settle(app)), ...(await close(config))];
    interrupt.end();
    const problems = [...outcome.problems, ...left];
    const exitCode =
      outcome.exitCode === exitCodes.fine && left.length > 0
        ? exitCodes.attention
        : outcome.exitCode;
    await print(pathOf(command), { ...outcome, exitCode, problems }, options.json === true);
    ended(exitCode);
  };
}

function failure(thrown: unknown, signal: AbortSignal): Outcome {
  const cause = signal.aborted ? interrupted() : thrown;
  const { exitCode, ...problem } = explainError(cause);
  return { exitCode, result: {}, problems: [problem], text: "" };
}

const interrupted = (): CliError =>
  new CliError(
    "interrupted",
    "Ended before it was done; what was done is kept.",
    "Run it again to go on.",
    exitCodes.interrupted,
  );

/** Events are the audit log: a lost one is told of. */
async function settle(app: Promise<OpenedApp> | undefined): Promise<readonly Problem[]> {
  const opened = await app?.catch(() => undefined);
  if (opened === undefined) return [];
  await opened.settled();
  const { droppedEvents } = opened.engine;
  if (droppedEvents === 0) return [];
  const message = `The app's event sink did not take ${droppedEvents} of the events.`;
  const remedy = "See what became of it: these events stand in no log.";
  return [cliProblem("warning", "events_dropped", message, remedy)];
}

async function close(config: Promise<LoadedConfig> | undefined): Promise<readonly Problem[]> {
  const loaded = await config?.catch(() => undefined);
  if (loaded?.exported.close === undefined) return [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, closeWithinMs);
  });
  try {
    await Promise.race([loaded.exported.close(), late]);
    return [];
  } catch {
    const message = "The configuration module's close() failed.";
    return [cliProblem("warning", "close_failed", message, "What the command did is done.")];
  } finally {
    clearTimeout(timer);
  }
}

/** "keys rotate", without the program's own name. */
function pathOf(command: Command): string {
  const { parent } = command;
  const above = parent === null || parent.parent === null ? "" : `${pathOf(parent)} `;
  return `${above}${command.name()}`;
}
