// npm run size: the edge bundle, minified and gzipped, of what is built and without hono itself.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { printTable } from "./lib/measure.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));

/**
 * Min+gzip of one file, as wrangler makes it: what is loaded on demand is inlined there. What `leaveOut` names stays
 * out, as in the first file of a bundler that splits.
 */
async function size(code, leaveOut = /^$/, external = ["hono", "hono/*", "cloudflare:*"]) {
  const onDemand = {
    name: "on-demand",
    setup: ({ onResolve }) =>
      onResolve({ filter: leaveOut }, ({ path, kind }) =>
        kind === "dynamic-import" ? { path, external: true } : null,
      ),
  };
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: here },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*", ...external],
    plugins: [onDemand],
    logLevel: "error",
  });
  const [{ contents }] = outputFiles;
  return (gzipSync(contents, { level: 9 }).length / 1024).toFixed(1);
}

const suite = `
  export { createSecondFactor, keyRing, sealedCookie } from "@second-factor/core";
  export { secondFactor } from "@second-factor/hono";
`;
const pages = `${suite} export { htmlPages } from "@second-factor/pages";`;
const worker = `${suite}
  export { durableObjectLimits, SecondFactorObject } from "@second-factor/cloudflare";
  export { d1Database, sqlRecords } from "@second-factor/sql";
`;
const betterAuth = `
  export { betterAuth } from "better-auth/minimal";
  export { twoFactor } from "better-auth/plugins/two-factor";
`;

printTable(
  "Edge bundle, min+gzip, KB",
  ["bundle", "KB", "goal"],
  [
    ["core + hono adapter, at start: guard and TOTP", await size(suite, /./), 14],
    ["with what is loaded on demand, QR code left out", await size(suite, /^qrcode\//), ""],
    ["whole, QR code included, as wrangler inlines it", await size(suite), 24],
    ["the same with pages", await size(pages), ""],
    ["a Worker with D1 and Durable Objects, without pages", await size(worker), ""],
    [
      "better-auth minimal + two-factor",
      await size(betterAuth, undefined, ["crypto", "async_hooks", "@opentelemetry/*"]),
      "",
    ],
  ],
);
