// The servers that tests start, for benchmarks: TypeScript there, so bundled first.
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

export async function servers() {
  const outfile = fileURLToPath(new URL("../../node_modules/.cache/servers.mjs", import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL("../../servers/index.ts", import.meta.url))],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "silent",
  });
  return import(pathToFileURL(outfile).href);
}
