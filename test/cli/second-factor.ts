import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bundleSources } from "../run/bundle.mjs";

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Resolves when it has printed something like that. */
  printed(pattern: RegExp): Promise<void>;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly stdin?: string;
}

/** The program and the module that it loads, each a file of its own with a core of its own, as in a real app. */
export interface Program {
  readonly main: string;
  readonly config: string;
  start(args: readonly string[], surroundings?: Surroundings): Running;
  run(args: readonly string[], surroundings?: Surroundings): Promise<Ran>;
  /** The line of JSON; fails where standard output is anything else. */
  json(args: readonly string[], surroundings?: Surroundings): Promise<Printed>;
}

export interface Printed {
  readonly command: string;
  readonly exitCode: number;
  // biome-ignore lint/suspicious/noExplicitAny: each command has a result of its own.
  readonly result: any;
  readonly problems: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly line?: number;
  }[];
}

export async function bundleProgram(): Promise<Program> {
  const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const [main, config] = await Promise.all([
    bundleSources(source("../../packages/cli/src/main.ts"), "cli"),
    bundleSources(source("app/second-factor.config.ts"), "cli-config"),
  ]);
  return createProgram(fileURLToPath(main), fileURLToPath(config));
}

/** Behind "--" nothing is an option. */
function withJson(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return end < 0 ? [...args, "--json"] : [...args.slice(0, end), "--json", ...args.slice(end)];
}

function createProgram(main: string, config: string): Program {
  function start(args: readonly string[], { env, cwd, stdin }: Surroundings = {}): Running {
    const child = spawn(process.execPath, [main, ...args], {
      // Nothing of the test runner's: NODE_ENV=test would be a development environment.
      env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env },
      ...(cwd !== undefined && { cwd }),
      stdio: ["pipe", "pipe", "pipe"],
    });
    if (stdin !== undefined) child.stdin.end(stdin);
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
      });
    }
    const ended = once(child, "close").then(([exitCode]) => ({ exitCode, ...output }));
    return {
      child,
      ended,
      printed: (pattern) =>
        new Promise((resolve, reject) => {
          const look = () => pattern.test(output.stdout + output.stderr) && resolve();
          child.stdout.on("data", look);
          child.stderr.on("data", look);
          ended.then(
            (ran) => reject(new Error(`${pattern} was never printed: ${ran.stderr}`)),
            reject,
          );
          look();
        }),
    };
  }
  const run = (args: readonly string[], surroundings: Surroundings = {}) =>
    start(args, { stdin: "", ...surroundings }).ended;
  return {
    main,
    config,
    start,
    run,
    async json(args, surroundings) {
      const { stdout, stderr, exitCode } = await run(withJson(args), surroundings);
      const lines = stdout.trimEnd().split("\n");
      if (lines.length !== 1) throw new Error(`not one line of JSON: ${stdout}\n${stderr}`);
      const printed = JSON.parse(stdout) as Printed;
      if (printed.exitCode !== exitCode) throw new Error("the exit code is another than printed");
      return printed;
    },
  };
}
