import { defineConfig } from "vitest/config";
import { toolEnv } from "./test/run/debian-tools.mjs";
import { sourceAliases } from "./test/run/source-aliases.mjs";

export default defineConfig({
  // What is built is tested where it is used: by the processes that tests start, and by the packed tarballs.
  resolve: { alias: [...sourceAliases()] },
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
