import { readFileSync } from "node:fs";

/** The runtimes as their npm packages bring them, without the shims around them: signals reach the program itself. */
const programs = {
  node: () => process.execPath,
  deno: (folder) => `${folder}node_modules/deno/deno`,
  bun: (folder) => `${folder}node_modules/bun/bin/bun.exe`,
};

/**
 * What the example's own "start" says, for any working folder.
 *
 * @param {string} folder where the example is, with a slash at its end
 * @returns {[program: string, ...args: string[]]}
 */
export function startCommand(folder) {
  const { scripts } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const [runtime, ...args] = scripts.start.split(" ");
  return [programs[runtime](folder), ...args.slice(0, -1), `${folder}${args.at(-1)}`];
}
