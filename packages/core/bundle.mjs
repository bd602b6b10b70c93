// A hundred small modules read well and load slowly: every one is a file to find, open and parse. What ships is a few.
import { build } from "esbuild";

await build({
  entryPoints: {
    index: "dist/index.js",
    "http/index": "dist/http/index.js",
    "stores/index": "dist/stores/index.js",
    "crypto/node": "dist/crypto/node.js",
    "crypto/web": "dist/crypto/web.js",
  },
  outdir: "dist/bundled",
  bundle: true,
  // What is loaded when first used (the QR code) stays apart, and what two entries share exists once.
  splitting: true,
  chunkNames: "shared/[hash]",
  format: "esm",
  // Which crypto file it is, the package's "imports" decide where it runs.
  external: ["#crypto"],
  packages: "external",
  platform: "neutral",
  target: "es2022",
  sourcemap: true,
  logLevel: "warning",
});
