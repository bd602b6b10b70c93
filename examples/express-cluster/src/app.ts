import { type AppOptions, buildApp as buildExpress } from "@second-factor-examples/express";
import { sessionSecret } from "./session-secret.js";
import type { Settings } from "./settings.js";
import { openStores } from "./stores.js";

/** The Express example, on stores that all workers share. */
export async function buildApp(
  settings: Settings,
  options: Omit<AppOptions, "records" | "limits" | "ledger" | "sessions" | "dataDir">,
): ReturnType<typeof buildExpress> {
  const { dataDir } = settings;
  const { records, limits, ledger, sessions: store } = await openStores(settings);
  const secret = await sessionSecret(dataDir);
  return buildExpress({
    ...options,
    records,
    limits,
    ledger,
    dataDir,
    sessions: { store, secret },
  });
}
