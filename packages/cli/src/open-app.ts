import {
  createSecondFactor,
  type SecondFactorEngine,
  type SecondFactorOptions,
} from "@second-factor/core";
import { CliError } from "./cli-error.js";
import { exportMissing, type LoadedConfig, made } from "./config/load-config.js";
import { write } from "./output/print.js";
import { withoutSecrets } from "./output/without-secrets.js";

export interface OpenedApp {
  readonly engine: SecondFactorEngine;
  readonly options: SecondFactorOptions;
  /** Resolves when every event and notice was taken, or given up. */
  settled(): Promise<void>;
}

/**
 * The app's engine, as the app would make it; only its warnings go to standard error.
 *
 * @throws ConfigurationError as `createSecondFactor` does
 */
export async function openApp(config: LoadedConfig): Promise<OpenedApp> {
  const options = await readOptions(config);
  const underWay = new Set<Promise<unknown>>();
  const engine = createSecondFactor({
    ...options,
    warn: (message) => void write(process.stderr, `${withoutSecrets(message)}\n`),
    // Events and notices are work that no reply waits for; here the end of the process does.
    waitUntil(work) {
      const kept = work.finally(() => underWay.delete(kept));
      underWay.add(kept);
    },
  });
  return {
    engine,
    options,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

async function readOptions({ exported, path }: LoadedConfig): Promise<SecondFactorOptions> {
  const what = "what your app gives to createSecondFactor(), or a function that makes it";
  return (await made(exported.options)) ?? exportMissing(path, "options", what);
}

/** Memory of the app's process is not this one's: nothing would be found, and what is written would be gone. */
export function refuseMemoryRecords({ records }: SecondFactorOptions): void {
  if (records.durability !== "process") return;
  throw new CliError(
    "memory_records",
    "The records are kept in the memory of the app's process, which no other can see.",
    "Use a durable store: a SQLite file will do.",
  );
}
