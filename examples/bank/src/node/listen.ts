import { createServer, type RequestListener } from "node:http";
import { endOnSignals } from "./end-on-signals.js";
import { openPort } from "./open-port.js";

/** Gets the origins that the app may trust: its own. */
export type Build = (trustedOrigins: readonly string[]) => Promise<RequestListener>;

/**
 * Listens on HOST and PORT until it is told to end, and resolves with the origin when the app is ready. It listens
 * before the app is built, which has to know its origin; requests wait meanwhile.
 *
 * @throws SetUpError where it can't listen there
 */
export async function listen(build: Build): Promise<string> {
  const server = createServer((request, response) => {
    ready.then((listener) => listener(request, response));
  });
  const opened = openPort(server);
  const ready = opened.then(({ origins }) => build(origins));
  endOnSignals();
  await ready;
  return (await opened).origins[0];
}
