import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { bundle } from "../run/bundle.mjs";
import { root } from "../run/process.mjs";
import type { Variant } from "../testbed/index.js";
import type { Mutant } from "./attack-case.js";

export { bundleSources } from "../run/bundle.mjs";

const testbed = fileURLToPath(new URL("../testbed/index.ts", import.meta.url));

/** The test bed and all of the suite below it, with one piece of source replaced. */
export async function loadMutant(name: string, mutant: Mutant): Promise<readonly Variant[]> {
  return (await loadSources<TestbedModule>(testbed, name, mutant)).variants;
}

/** A copy of the test bed with modules of its own. */
export async function loadCopy(name: string): Promise<readonly Variant[]> {
  return (await loadSources<TestbedModule>(testbed, name)).variants;
}

type TestbedModule = typeof import("../testbed/index.js");

/** A module of ours and all that it stands on, apart from every other copy. */
export async function loadSources<T>(entry: string, name: string, mutant?: Mutant): Promise<T> {
  const outfile = await bundleMutant(entry, name, mutant);
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}

/** The path of a bundle, the caller's to remove. */
export async function bundleMutant(entry: string, name: string, mutant?: Mutant): Promise<string> {
  if (mutant === undefined) return bundle(entry, name);
  const found: string[] = [];
  const outfile = await bundle(entry, name, [replacing(mutant, found)]);
  assert.deepEqual(found, [mutant.file], `${mutant.file} is part of ${relative(root, entry)}`);
  return outfile;
}

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
