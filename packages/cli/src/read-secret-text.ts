import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { usageError } from "./cli-error.js";

/**
 * A secret from where no list of processes shows it: `env:NAME`, `file:PATH`, or `-` for standard input.
 *
 * @throws CliError `usage` for anything else; what stands there is not repeated, since it may be the secret
 */
export async function readSecretText(where: string): Promise<string> {
  const [, kind, name = ""] = /^(env|file):(.+)$/s.exec(where) ?? [];
  const found =
    where === "-"
      ? await text(process.stdin)
      : kind === "env"
        ? process.env[name]
        : kind === "file"
          ? await readFile(name, "utf8")
          : undefined;
  if (found !== undefined && found.trim() !== "") return found.trim();
  throw usageError(
    kind === undefined && where !== "-"
      ? "A secret is never an argument."
      : `There is nothing in ${where === "-" ? "standard input" : where}.`,
    "Write env:NAME, file:PATH, or - for standard input.",
  );
}
