import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../servers/temporary-folder.js";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const guide = readFileSync(path("../../docs/edge.md"), "utf8");

/** The listing that begins with this comment. */
export function listing(heading: string): string {
  const found = [...guide.matchAll(/```ts\n(\/\/ (.+)\n[\s\S]*?)```/g)].find(
    ([, , at]) => at === heading,
  );
  if (found === undefined) throw new Error(`docs/edge.md has no listing "${heading}"`);
  return found[1] ?? "";
}

export interface ReadersFolder {
  readonly path: string;
  remove(): void;
}

/**
 * A folder as a reader has it, compiled with strict types against the built packages.
 *
 * @param types of the runtime, as an example has them installed
 */
export function readersFolder(
  name: string,
  files: Readonly<Record<string, string>>,
  types: readonly string[],
): ReadersFolder {
  const folder = temporaryFolder(`edge-${name}`);
  symlinkSync(path("../node_modules"), join(folder.path, "node_modules"));
  mkdirSync(join(folder.path, "src"));
  for (const [file, source] of Object.entries(files)) {
    writeFileSync(join(folder.path, "src", file), source);
  }
  const compilerOptions = {
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable"],
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "out",
    types: types.map((installed) => path(`../../examples/${installed}`)),
  };
  writeFileSync(join(folder.path, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder.path, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const tsc = path("../node_modules/typescript/bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", folder.path], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the listings of docs/edge.md do not compile:\n${stdout}`);
  return folder;
}
