import type { RequestListener } from "node:http";
import { resolve } from "node:path";
import type { BankOptions } from "./bank.js";
import { greet } from "./greeting.js";
import { listen } from "./listen.js";
import { giveUp } from "./set-up-error.js";

export interface ServeOptions {
  /** As the greeting names it. */
  readonly framework: string;
  build(options: BankOptions): Promise<RequestListener>;
}

/** Serves an example on HOST and PORT until it is told to end. */
export async function serve({ framework, build }: ServeOptions): Promise<void> {
  const { DATA_DIR: dataDir = ".data" } = process.env;
  const kept = `Second factors are kept in ${resolve(dataDir)}; sessions and balances last until the restart.`;
  try {
    const origin = await listen((trustedOrigins) => build({ trustedOrigins, dataDir }));
    greet({ framework, origin, kept });
  } catch (error) {
    giveUp(error);
  }
}
