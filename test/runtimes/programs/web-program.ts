import type { BedServer, WebHandler } from "../../testbed/bed-server.js";
import { fetchWire } from "../../testbed/client/fetch-wire.js";
import { runSuite } from "../suite/run-suite.js";

/** Where a bed is to be reached: `fetch` of that origin comes back to the program. */
export interface Place {
  readonly origin: string;
  close(): Promise<void>;
}

/** What a driver asks for: the verdicts, line by line. */
const verdictsAt = "http://verdicts.example";

/** For runtimes that only answer. Whatever else is asked for goes to the bed of that origin. */
export function webProgram(runtime: string, place: () => Promise<Place>): WebHandler {
  const beds = new Map<string, WebHandler>();

  async function listen(): Promise<BedServer<WebHandler>> {
    const { origin, close } = await place();
    return {
      origin,
      wire: fetchWire(origin),
      client: () => ({ address: "127.0.0.1", secure: false }),
      serve: (handler) => void beds.set(origin, handler),
      close() {
        beds.delete(origin);
        return close();
      },
    };
  }

  return (request, ...besides) => {
    const { origin } = new URL(request.url);
    if (origin === verdictsAt) return verdicts();
    return beds.get(origin)?.(request, ...besides) ?? new Response("no bed", { status: 404 });
  };

  function verdicts(): Response {
    const lines = runSuite(runtime, listen);
    const body = new ReadableStream({
      async pull(controller) {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(new TextEncoder().encode(`${JSON.stringify(value)}\n`));
      },
    });
    return new Response(body);
  }
}
