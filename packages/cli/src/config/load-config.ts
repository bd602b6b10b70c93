import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { CliError } from "../cli-error.js";
import { withoutSecrets } from "../output/without-secrets.js";
import type { CommandLineConfig } from "./command-line-config.js";
import { findConfig } from "./find-config.js";

export interface LoadedConfig {
  /** Where the app's own packages are found from. */
  readonly path: string;
  readonly exported: CommandLineConfig;
}

/**
 * Runs the module. What it throws as one of our configuration errors passes through: it names the remedy.
 *
 * @throws CliError `config_missing`, `config_failed`, `typescript_not_stripped`
 */
export async function loadConfig(named: string | undefined): Promise<LoadedConfig> {
  const path = findConfig(named);
  try {
    return { path, exported: (await import(pathToFileURL(path).href)) as CommandLineConfig };
  } catch (cause) {
    throw explain(path, cause);
  }
}

function explain(path: string, cause: unknown): unknown {
  const { name, code, message = "" } = (cause ?? {}) as Partial<Error & { code: string }>;
  if (name === "ConfigurationError" || name === "MasterKeyError") return cause;
  const file = basename(path);
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") {
    return new CliError(
      "typescript_not_stripped",
      `This Node (${process.version}) does not read TypeScript: ${file}, or what it imports.`,
      "Use Node 22.18 or newer, or let --config name the built JavaScript.",
      undefined,
      { cause },
    );
  }
  const [firstLine = ""] = message.split("\n");
  return new CliError(
    "config_failed",
    `${file} could not be loaded: ${name ?? "it threw no error"}: ${withoutSecrets(firstLine)}`,
    "Run it with node by itself, in this folder and with this environment, or again with --debug.",
    undefined,
    { cause },
  );
}

/** An export that may be a function, so that it is made only by who needs it. */
export async function made<T>(
  value: T | (() => T | Promise<T>) | undefined,
): Promise<T | undefined> {
  return typeof value === "function" ? (value as () => T | Promise<T>)() : value;
}

/** @throws CliError `config_failed` always */
export function exportMissing(path: string, name: keyof CommandLineConfig, what: string): never {
  throw new CliError(
    "config_failed",
    `${basename(path)} exports no "${name}".`,
    `Export ${what} under that name.`,
  );
}
