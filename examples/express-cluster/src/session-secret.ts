import { developmentSecret } from "@second-factor-examples/bank/node";

/** Signs the session cookies: one for all workers, and for after the restart. */
export function sessionSecret(dataDir: string): Promise<string> {
  return developmentSecret(dataDir, "session-secret");
}
