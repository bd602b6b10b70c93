import type { MasterKey, MasterKeys } from "@second-factor/core";
import { usageError } from "../cli-error.js";
import { exportMissing, type LoadedConfig, made } from "./load-config.js";

/**
 * The exported master keys, and the one of that label.
 *
 * @throws CliError `usage` where none has it
 */
export async function chooseMasterKey(
  { exported, path }: LoadedConfig,
  label: string,
): Promise<readonly [MasterKeys, MasterKey]> {
  const all =
    (await made(exported.masterKeys)) ??
    exportMissing(path, "masterKeys", "what your app gives to wrappedKeyRing()");
  const chosen = Object.hasOwn(all, label) ? all[label] : undefined;
  if (chosen !== undefined) return [all, chosen];
  throw usageError(
    `There is no master key of the label ${label}.`,
    `There are ${Object.keys(all).join(", ")}.`,
  );
}
