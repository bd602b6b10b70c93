import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { toolEnv } from "./test/run/debian-tools.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));

/**
 * Tests import packages by name and get their sources: no stale build in between, and one instance
 * of each module whether a test says "@second-factor/core" or "../src/...". What is built is
 * tested where it is used: by the processes that tests start, and by the packed tarballs.
 */
function sourceAliases() {
  const aliases = [{ find: /^#crypto$/, replacement: `${root}packages/core/src/crypto/node.ts` }];
  for (const group of ["packages", "examples"]) {
    for (const folder of readdirSync(`${root}${group}`, { withFileTypes: true })) {
      if (!folder.isDirectory()) continue;
      const path = `${root}${group}/${folder.name}`;
      const manifest = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
      for (const [subpath, target] of Object.entries<{ default?: string }>(manifest.exports)) {
        if (target.default === undefined) continue;
        const source = target.default.replace("./dist/", "src/").replace(/\.js$/, ".ts");
        aliases.push({
          find: new RegExp(`^${manifest.name}${subpath.slice(1)}$`),
          replacement: `${path}/${source}`,
        });
      }
    }
  }
  return aliases;
}

export default defineConfig({
  resolve: { alias: sourceAliases() },
  test: {
    env: toolEnv(),
    // Two workers everywhere: what passes here passes on the smallest machine of a CI.
    maxWorkers: 2,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["packages/*/test/**/*.test.ts"], testTimeout: 10_000 },
      },
      {
        extends: true,
        test: {
          name: "cross",
          include: ["test/**/*.test.ts", "examples/*/test/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
