import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { WorkerOptions } from "miniflare";
import { temporaryFolder } from "../../servers/temporary-folder.js";
import { bundleWorker } from "./bundle-worker.js";

const require = createRequire(import.meta.url);
const readme = readFileSync(
  new URL("../../../packages/cloudflare/README.md", import.meta.url),
  "utf8",
);

/** What a reader has before: who is signed in comes from their own session, here from three fields. */
const session = `
import type { Context } from "hono";

export function sessionOf(c: Context) {
  const name = c.req.header("x-user");
  const id = c.req.header("x-session");
  if (name === undefined || id === undefined) return undefined;
  const authenticatedAt = Number(c.req.header("x-since"));
  return { id, user: { id: name, name, authenticatedAt } };
}
`;

const compilerOptions = {
  target: "es2022",
  lib: ["es2023"],
  types: [dirname(require.resolve("@cloudflare/workers-types/index.d.ts"))],
  module: "esnext",
  moduleResolution: "bundler",
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

export interface ReadersWorker {
  /** With worker.ts as it is printed, and a tsconfig.json with the types that Cloudflare publishes. */
  readonly folder: string;
  /** The Worker and the bindings that the printed wrangler.jsonc gives it. */
  options(): Promise<WorkerOptions & { readonly modules: true; readonly script: string }>;
  remove(): void;
}

/** A folder as somebody has it who follows the README of the package. */
export function readersWorker(): ReadersWorker {
  const { path: folder, remove } = temporaryFolder("readers-worker");
  const installed = fileURLToPath(new URL("../../node_modules", import.meta.url));
  symlinkSync(installed, join(folder, "node_modules"));
  writeFileSync(join(folder, "worker.ts"), printed("ts"));
  writeFileSync(join(folder, "session.ts"), session);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  return {
    folder,
    async options() {
      const { d1_databases, durable_objects, migrations } = JSON.parse(
        `{${printed("jsonc").replace(/^\s*\/\/.*$/m, "")}}`,
      );
      const sqlite: string[] = migrations[0].new_sqlite_classes;
      return {
        modules: true,
        script: await bundleWorker(join(folder, "worker.ts")),
        compatibilityDate: "2024-11-01",
        d1Databases: [d1_databases[0].binding],
        durableObjects: Object.fromEntries(
          durable_objects.bindings.map(
            ({ name, class_name: className }: { name: string; class_name: string }) => [
              name,
              { className, useSQLite: sqlite.includes(className) },
            ],
          ),
        ),
      };
    },
    remove,
  };
}

function printed(language: string): string {
  const text = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readme)?.[1];
  if (text === undefined) throw new Error(`the README prints no ${language}`);
  return text;
}
