// npm run size: the edge bundle, minified and gzipped, without hono itself.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { printTable } from "./lib/measure.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));

async function size(code, external = []) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: here },
    bundle: true,
    minify: true,
    write: false,
    outdir: "out",
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*", ...external],
    logLevel: "error",
  });
  const entry = outputFiles.filter(({ path }) => path.endsWith("stdin.js"));
  // What only a dynamic import reaches comes on top: the first QR code loads it.
  const bytes = (files) =>
    files.reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).length, 0);
  const statics = outputFiles.filter(
    (file) => entry.includes(file) || isStatic(file, outputFiles, entry),
  );
  return { start: bytes(statics), whole: bytes(outputFiles) };
}

/** Whether the entry reaches the chunk by import statements alone. */
function isStatic(file, files, reached) {
  const name = file.path.split("/").at(-1);
  const importers = files.filter(
    (other) =>
      other !== file && new RegExp(`from"\\./${name}"|import"\\./${name}"`).test(other.text),
  );
  return importers.some((other) => reached.includes(other));
}

const suite = `export { createSecondFactor, keyRing, sealedCookie } from "@second-factor/core"; export { secondFactor } from "@second-factor/hono";`;
const own = await size(suite, ["hono", "hono/*"]);
const withPages = await size(`${suite} export { htmlPages } from "@second-factor/pages";`, [
  "hono",
  "hono/*",
]);
const betterAuth = await size(
  `export { betterAuth } from "better-auth/minimal"; export { twoFactor } from "better-auth/plugins/two-factor";`,
  ["crypto", "async_hooks", "@opentelemetry/*"],
);
const kilobytes = (bytes) => (bytes / 1024).toFixed(1);
printTable(
  "Edge bundle, min+gzip, KB",
  ["bundle", "KB", "goal"],
  [
    ["core + hono adapter: TOTP without QR", kilobytes(own.start), 14],
    ["core + hono adapter: TOTP with QR", kilobytes(own.whole), 24],
    ["the same with pages", kilobytes(withPages.whole), ""],
    ["better-auth minimal + two-factor", kilobytes(betterAuth.whole), ""],
  ],
);
