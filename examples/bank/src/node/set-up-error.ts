import { ConfigurationError } from "@second-factor/core";

/** What whoever starts an example can put right; the message says how. */
export class SetUpError extends Error {
  override readonly name = "SetUpError";
}

/** Ends an example that can't start: with one sentence where that is enough, else with all that is known. */
export function giveUp(error: unknown): never {
  const explained = error instanceof ConfigurationError || error instanceof SetUpError;
  console.error(explained ? `${error.name}: ${error.message}` : error);
  process.exit(1);
}
