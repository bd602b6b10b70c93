// A hundred small modules read well and load slowly: every one is a file to find, open and parse, and a dozen of them
// cost half as much as all of the code in them. What ships is a few.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path/posix";
import { build } from "esbuild";

/** What the package exports, and where. */
const entries = ["index.js", "http/index.js", "stores/index.js"];
/** Apart, so that nobody who does not import them pays for them; what they share with the rest is copied. */
const ownEntries = ["alarms/index.js", "node/index.js"];
const folder = "dist/bundled";
/** Put in its place when it is whole. */
const draft = "dist/bundling";

const options = {
  bundle: true,
  format: "esm",
  packages: "external",
  // Which crypto file it is, the package's "imports" decide where it runs.
  external: ["#crypto"],
  platform: "neutral",
  target: "es2022",
  sourcemap: true,
  logLevel: "warning",
};

rmSync(draft, { recursive: true, force: true });

await build({
  ...options,
  entryPoints: ["dist/crypto/node.js", "dist/crypto/web.js"],
  outdir: join(draft, "crypto"),
});

await build({
  ...options,
  entryPoints: ownEntries.map((entry) => join("dist", entry)),
  outbase: "dist",
  outdir: draft,
});

// One entry for all: what they share exists once, and esbuild would make a file for each set of entries that share
// something. What is loaded when first used (on-demand.js, the QR code) stays apart.
const everything = entries.map((entry) => `export * from "./dist/${entry}";`).join("\n");
await build({
  ...options,
  stdin: { contents: everything, resolveDir: ".", sourcefile: "core.js" },
  outdir: draft,
  entryNames: "core",
  splitting: true,
  chunkNames: "[name]-[hash]",
});

for (const entry of entries) {
  const { metafile } = await build({
    ...options,
    entryPoints: [join("dist", entry)],
    outfile: entry,
    metafile: true,
    write: false,
  });
  const names = metafile.outputs[entry].exports.join(", ");
  const file = join(draft, entry);
  const core = relative(dirname(file), join(draft, "core.js"));
  mkdirSync(dirname(file), { recursive: true });
  const from = core.startsWith(".") ? core : `./${core}`;
  writeFileSync(file, `export { ${names} } from "${from}";\n`);
}

rmSync(folder, { recursive: true, force: true });
renameSync(draft, folder);
