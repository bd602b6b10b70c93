import { readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { build, type Format, type Plugin } from "esbuild";
import { readEventTypes } from "../events/read-event-types.js";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export interface Bundling {
  /** The file in programs/. */
  readonly program: string;
  /** Which of a package's exports the runtime takes. */
  readonly conditions: readonly string[];
  readonly format?: Format;
  /** Whether the runtime has Node's modules; else no module of ours may want one. */
  readonly node: boolean;
}

/** The suite for a runtime in one file, of the packages as they are built and as the runtime would find them. */
export async function bundleProgram({ program, conditions, format, node }: Bundling) {
  const { outputFiles } = await build({
    entryPoints: [here(`programs/${program}.ts`)],
    bundle: true,
    write: false,
    format: format ?? "esm",
    platform: node ? "node" : "neutral",
    target: "es2022",
    mainFields: ["module", "main"],
    conditions: [...conditions],
    external: ["node:*"],
    logLevel: "silent",
    plugins: [everyAttack, eventTypes, portableAssert, ...(node ? [] : [nothingOfNode])],
  });
  return outputFiles[0]!.text;
}

/** The table of attacks reads a folder, which a bundle has not. */
const everyAttack: Plugin = {
  name: "every-attack",
  setup(bundler) {
    const files = readdirSync(here("../attacks/cases")).filter((name) => name.endsWith(".ts"));
    bundler.onLoad({ filter: /attacks\/case-table\.ts$/ }, () => ({
      contents: [
        ...files.map((file, index) => `import * as cases${index} from "./cases/${file}";`),
        `const modules = [${files.map((_, index) => `cases${index}`)}];`,
        "export const attackCases = modules.flatMap((one) => Object.values(one)).flat()",
        "  .sort((a, b) => (a.id < b.id ? -1 : 1));",
      ].join("\n"),
      resolveDir: here("../attacks"),
    }));
  },
};

/** Read from their source, which a runtime has not. */
const eventTypes: Plugin = {
  name: "event-types",
  setup(bundler) {
    bundler.onLoad({ filter: /events\/read-event-types\.ts$/ }, () => ({
      contents: `export const readEventTypes = () => (${JSON.stringify(readEventTypes())});`,
    }));
  },
};

const portableAssert: Plugin = {
  name: "portable-assert",
  setup(bundler) {
    const path = here("suite/assert.ts");
    bundler.onResolve({ filter: /^node:assert\/strict$/ }, () => ({ path }));
  },
};

/** What a test imports of Node is empty, and whoever calls it fails. What a package imports is left for it to fail on. */
const nothingOfNode: Plugin = {
  name: "nothing-of-node",
  setup(bundler) {
    const tests = here("../");
    bundler.onResolve({ filter: /.*/ }, ({ path, importer }) =>
      isBuiltin(path) && importer.startsWith(tests) && !importer.includes("node_modules")
        ? { path, namespace: "nothing" }
        : null,
    );
    bundler.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({
      contents: "module.exports = {};",
    }));
  },
};
