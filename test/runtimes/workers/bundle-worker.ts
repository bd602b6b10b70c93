import { builtinModules } from "node:module";
import { build, type Plugin } from "esbuild";
import { sourceAliases } from "../../run/source-aliases.mjs";

/** A Worker in one file, of our sources, as wrangler would bundle what is published. */
export async function bundleWorker(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "silent",
    plugins: [workerSources, nodeModules],
  });
  return outputFiles[0]!.text;
}

/** The files that the "imports" maps give a Worker. */
const ofWorkers = (source: string): string =>
  source
    .replace("crypto/node.ts", "crypto/web.ts")
    .replace("object-outside-workers.ts", "second-factor-object.ts");

/** Our sources, each by the name that is imported. */
export const workerSources: Plugin = {
  name: "own-sources",
  setup(bundler) {
    const aliases = sourceAliases();
    bundler.onResolve({ filter: /^(?:@second-factor|#)/ }, ({ path }) => {
      const found = aliases.find(({ find }) => find.test(path))?.replacement;
      return found === undefined ? null : { path: ofWorkers(found) };
    });
  },
};

/** What `nodejs_compat` gives, for CommonJS too: a Worker has no `require`. */
const nodeModules: Plugin = {
  name: "node-modules",
  setup(bundler) {
    const filter = new RegExp(`^(?:node:)?(?:${builtinModules.join("|")})$`);
    bundler.onResolve({ filter }, ({ path, kind }) => {
      const name = path.startsWith("node:") ? path : `node:${path}`;
      return kind === "require-call"
        ? { path: name, namespace: "required" }
        : { path: name, external: true };
    });
    bundler.onLoad({ filter: /.*/, namespace: "required" }, ({ path }) => ({
      contents: `import all from "${path}"; module.exports = all;`,
    }));
  },
};
