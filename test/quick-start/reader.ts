import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const installed = fileURLToPath(new URL("../node_modules/", import.meta.url));
export const printed = fileURLToPath(new URL("../../docs/quick-start/", import.meta.url));

/** What a reader has installed, by the names that they use. */
const dependencies: Record<string, string> = {
  express: "express5",
  "@types/express": "@types/express5",
  koa: "koa3",
  "@types/koa": "@types/koa3",
  "@types/express-session": "@types/express-session",
  "@types/koa-bodyparser": "@types/koa-bodyparser",
  "@types/node": "@types/node",
  ...Object.fromEntries(
    [
      ...["express-session", "koa-session", "koa-bodyparser", "@koa/router"],
      ...["hono", "@hono/node-server", "@hono/session", "@libsql/client"],
      ...["core", "express", "hono", "koa", "pages", "sql"].map((name) => `@second-factor/${name}`),
    ].map((name) => [name, name]),
  ),
};

const compilerOptions = {
  target: "es2023",
  module: "nodenext",
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  types: ["node"],
};

/**
 * A folder as a reader has it: the quick starts, beside their own `<name>-before.ts` from which everything that was
 * added is taken out again; compiled with strict types, against the built packages.
 */
export function readersFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "second-factor-quick-start-"));
  for (const [name, target] of Object.entries(dependencies)) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(installed, target), link);
  }
  for (const file of readdirSync(printed).filter((name) => name.endsWith(".ts"))) {
    const source = readFileSync(join(printed, file), "utf8");
    writeFileSync(join(folder, file), source);
    const { before, added } = takeOut(source);
    if (added.length > 0) writeFileSync(join(folder, file.replace(".ts", "-before.ts")), before);
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const tsc = spawnSync(join(installed, ".bin/tsc"), ["-p", folder], { encoding: "utf8" });
  if (tsc.status !== 0) throw new Error(`the quick starts do not compile:\n${tsc.stdout}`);
  return folder;
}

/** What was added stands from a comment that says so to the next empty line. */
export function takeOut(source: string): { before: string; added: string[] } {
  const added: string[] = [];
  const before = source.replace(/^\/\/ Added: .*\n((?:.+\n)+)\n?/gm, (_, hunk: string) => {
    added.push(...hunk.trimEnd().split("\n"));
    return "";
  });
  return { before, added };
}
