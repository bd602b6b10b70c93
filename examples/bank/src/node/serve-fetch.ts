import { endOnSignals } from "./end-on-signals.js";
import type { OpenBankOptions } from "./open-bank.js";
import { originsOf } from "./origins.js";
import { cannotListen, type Place, readPlace } from "./place.js";
import { greetWhenReady } from "./serve.js";

/** `connection` is what the runtime hands out beside a request: who the client is can be asked there. */
type Answer<Connection> = (
  request: Request,
  connection: Connection,
) => Response | Promise<Response>;

export interface ServeFetchOptions<Connection extends object> {
  /** As the greeting names it. */
  readonly framework: string;
  /** Listens there and gives the port; throws where it can't. */
  open(at: Place, answer: Answer<Connection>): number;
  build(options: OpenBankOptions & { readonly dataDir: string }): Promise<{
    fetch: Answer<Connection>;
  }>;
}

/** Like `serve`, for runtimes whose servers hand out a web Request and take a Response. */
export function serveFetch<Connection extends object>({
  framework,
  open,
  build,
}: ServeFetchOptions<Connection>): Promise<void> {
  return greetWhenReady(framework, async (dataDir) => {
    const place = readPlace();
    const port = tryToOpen(place, () =>
      open(place, async (request, connection) => (await ready).fetch(request, connection)),
    );
    const origins = originsOf(place.hostname, port);
    const ready = build({ trustedOrigins: origins, dataDir });
    endOnSignals();
    await ready;
    return origins[0];
  });
}

function tryToOpen(place: Place, open: () => number): number {
  try {
    return open();
  } catch (error) {
    throw cannotListen(place, error);
  }
}
