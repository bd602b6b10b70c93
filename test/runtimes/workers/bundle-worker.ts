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
    external: ["cloudflare:*"],
    logLevel: "silent",
    plugins: [ownSources],
  });
  return outputFiles[0]!.text;
}

const ownSources: Plugin = {
  name: "own-sources",
  setup(bundler) {
    const aliases = sourceAliases();
    bundler.onResolve({ filter: /^(?:@second-factor|#)/ }, ({ path }) => {
      const found = aliases.find(({ find }) => find.test(path))?.replacement;
      // The file that core's "imports" map gives a Worker.
      return found === undefined
        ? null
        : { path: found.replace("crypto/node.ts", "crypto/web.ts") };
    });
  },
};
