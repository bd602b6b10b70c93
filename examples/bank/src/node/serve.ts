import type { RequestListener } from "node:http";
import { resolve } from "node:path";
import { greet } from "../greeting.js";
import { mailPlace } from "./bank-mail.js";
import { listen } from "./listen.js";
import type { OpenBankOptions } from "./open-bank.js";
import { readPlace } from "./place.js";
import { giveUp } from "./set-up-error.js";

export interface ServeOptions {
  /** As the greeting names it. */
  readonly framework: string;
  build(options: OpenBankOptions): Promise<RequestListener>;
}

/** Serves an example on HOST and PORT until it is told to end. */
export function serve({ framework, build }: ServeOptions): Promise<void> {
  return greetWhenReady(framework, (dataDir) =>
    listen((trustedOrigins) => build({ trustedOrigins, dataDir })),
  );
}

export async function greetWhenReady(
  framework: string,
  start: (dataDir: string) => Promise<string>,
): Promise<void> {
  const { dataDir } = readPlace();
  const kept = `Second factors are kept in ${resolve(dataDir)}; sessions and balances last until the restart.`;
  const mail = mailPlace(dataDir);
  try {
    greet({ framework, origin: await start(dataDir), kept, mail });
  } catch (error) {
    giveUp(error);
  }
}
