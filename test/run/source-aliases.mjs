import { readdirSync, readFileSync } from "node:fs";
import { root } from "./process.mjs";

/**
 * Where the sources of our own packages are, by the name that is imported. Tests get those instead of a build: no
 * stale one in between, and one instance of each module whether a test says "@second-factor/core" or "../src/...".
 *
 * @returns {ReadonlyArray<{ readonly find: RegExp, readonly replacement: string }>}
 */
export function sourceAliases() {
  const aliases = [
    { find: /^#crypto$/, replacement: `${root}packages/core/src/crypto/node.ts` },
    {
      find: /^#second-factor-object$/,
      replacement: `${root}packages/cloudflare/src/object-outside-workers.ts`,
    },
  ];
  for (const group of ["packages", "examples"]) {
    for (const folder of readdirSync(`${root}${group}`, { withFileTypes: true })) {
      if (!folder.isDirectory()) continue;
      const path = `${root}${group}/${folder.name}`;
      const manifest = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
      for (const [subpath, target] of Object.entries(manifest.exports)) {
        if (target.types === undefined) continue;
        const source = target.types.replace("./dist/", "src/").replace(/\.d\.ts$/, ".ts");
        const find = new RegExp(`^${manifest.name}${subpath.slice(1)}$`);
        aliases.push({ find, replacement: `${path}/${source}` });
      }
    }
  }
  return aliases;
}
