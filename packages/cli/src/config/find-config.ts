import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { CliError } from "../cli-error.js";

const names = ["js", "mjs", "ts", "mts"].map((ending) => `second-factor.config.${ending}`);

/**
 * The file that was named, or the one that stands in the working directory.
 *
 * @throws CliError `config_missing`
 */
export function findConfig(named: string | undefined): string {
  const candidates = named === undefined ? names : [named];
  const found = candidates.map((name) => resolve(name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new CliError(
    "config_missing",
    named === undefined
      ? `There is no ${names.join(", ")} in this folder.`
      : `There is no file ${named}.`,
    'Write one that exports "options", what your app gives to createSecondFactor(), or name it with --config.',
  );
}
