// Our sources in one file, for the processes that tests and proofs start and for mutated copies.
import { mkdirSync, rmSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./process.mjs";
import { sourceAliases } from "./source-aliases.mjs";

/** Where git looks away. */
const cache = join(root, "test/node_modules/.cache/mutants");

/**
 * The URL of a program of ours that processes can be started from, until this one ends.
 *
 * @param {string} entry
 * @param {string} name
 * @returns {Promise<string>}
 */
export async function bundleSources(entry, name) {
  const outfile = await bundle(entry, name);
  process.once("exit", () => rmSync(outfile, { force: true }));
  return pathToFileURL(outfile).href;
}

/**
 * @param {string} entry
 * @param {string} name
 * @param {readonly import("esbuild").Plugin[]} [plugins]
 * @returns {Promise<string>} the path of the bundle
 */
export async function bundle(entry, name, plugins = []) {
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
    plugins: [ownSources, ...plugins, runScripts, outside],
  });
  return outfile;
}

/**
 * The aliases of vitest.config.ts, for esbuild.
 *
 * @type {import("esbuild").Plugin}
 */
const ownSources = {
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

/**
 * The scripts beside this one run as they are, and go by where they lie.
 *
 * @type {import("esbuild").Plugin}
 */
const runScripts = {
  name: "run-scripts",
  setup(bundler) {
    bundler.onResolve({ filter: /^\..*\/run\/[\w-]+\.mjs$/ }, ({ path, resolveDir }) => ({
      path: pathToFileURL(resolve(resolveDir, path)).href,
      external: true,
    }));
  },
};

/**
 * Everything else stays where it is, found from the file that imports it and not from where the bundle lies.
 *
 * @type {import("esbuild").Plugin}
 */
const outside = {
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
