import { ConfigurationError } from "../../configuration/configuration-error.js";
import type { MasterKey } from "../master-key.js";

/** By the labels that stand behind the @ in the text of a ring. */
export type MasterKeys = Readonly<Record<string, MasterKey>>;

/** @throws ConfigurationError `master_key_missing` where no master key has that label, or what has it is none */
export function masterKeyOf(masterKeys: MasterKeys, label: string, whose: string): MasterKey {
  const masterKey = Object.hasOwn(masterKeys ?? {}, label) ? masterKeys[label] : undefined;
  if (typeof masterKey?.wrap === "function" && typeof masterKey.unwrap === "function")
    return masterKey;
  throw new ConfigurationError(
    "master_key_missing",
    // Not the label itself: in a text that was put together wrongly it may be anything.
    `The option masterKeys has no master key of the label ${whose} names.`,
    'Pass masterKeys: { aws: awsKms(…) } for keys that are written "d1@aws:…".',
  );
}
