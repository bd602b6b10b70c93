import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { sourceAliases } from "../run/source-aliases.mjs";
import type { Variant } from "../testbed/index.js";
import type { Mutant } from "./attack-case.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Where git looks away. */
const cache = fileURLToPath(new URL("../node_modules/.cache/mutants/", import.meta.url));
const testbed = fileURLToPath(new URL("../testbed/index.ts", import.meta.url));

/** The test bed and all of the suite below it, with one piece of source replaced. */
export async function loadMutant(name: string, mutant: Mutant): Promise<readonly Variant[]> {
  const found: string[] = [];
  const mutated = await loadCopy(name, [replacing(mutant, found)]);
  assert.deepEqual(found, [mutant.file], `${mutant.file} is part of the test bed`);
  return mutated;
}

/** A copy of the test bed with modules of its own. */
export async function loadCopy(
  name: string,
  plugins: readonly Plugin[] = [],
): Promise<readonly Variant[]> {
  const outfile = await bundle(testbed, name, plugins);
  try {
    const copy: typeof import("../testbed/index.js") = await import(pathToFileURL(outfile).href);
    return copy.variants;
  } finally {
    rmSync(outfile);
  }
}

/** The URL of a program of ours that processes can be started from, until this one ends. */
export async function bundleSources(entry: string, name: string): Promise<string> {
  const outfile = await bundle(entry, name);
  process.once("exit", () => rmSync(outfile, { force: true }));
  return pathToFileURL(outfile).href;
}

/** Our sources in one file. */
async function bundle(
  entry: string,
  name: string,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  mkdirSync(cache, { recursive: true });
  // The process's own file: two runs side by side must not write into each other's.
  const outfile = join(cache, `${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // Without "module", which esbuild adds where nothing is said and Node does not know.
    conditions: ["node"],
    logLevel: "silent",
    plugins: [ownSources, ...plugins, outside],
  });
  return outfile;
}

/** The aliases of vitest.config.ts, for esbuild. */
const ownSources: Plugin = {
  name: "own-sources",
  setup(bundler) {
    const aliases = sourceAliases();
    bundler.onResolve({ filter: /^(?:@second-factor|#)/ }, ({ path }) => {
      const alias = aliases.find(({ find }) => find.test(path));
      return alias === undefined ? null : { path: alias.replacement };
    });
    // Core's alone: the bundle does not lie where it would be found.
    bundler.onResolve({ filter: /^qrcode\// }, ({ path }) => ({
      path: createRequire(join(root, "packages/core/package.json")).resolve(path),
      external: true,
    }));
  },
};

/** Everything else stays where it is, found from the file that imports it and not from where the bundle lies. */
const outside: Plugin = {
  name: "outside",
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === "asked" || from.kind === "entry-point" || isBuiltin(path)) return null;
      const { resolveDir, kind } = from;
      const found = await bundler.resolve(path, { resolveDir, kind, pluginData: "asked" });
      if (found.errors.length > 0) return { errors: found.errors };
      return { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

function replacing({ file, find, replace }: Mutant, found: string[]): Plugin {
  return {
    name: "mutant",
    setup(bundler) {
      bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (relative(root, path).split(sep).join("/") !== file) return null;
        const source = readFileSync(path, "utf8");
        const times = source.split(find).length - 1;
        assert.equal(times, 1, `${JSON.stringify(find)} stands exactly once in ${file}`);
        found.push(file);
        // A function, so that "$&" in the replacement is no more than what it says.
        return { contents: source.replace(find, () => replace), loader: "ts" };
      });
    },
  };
}
