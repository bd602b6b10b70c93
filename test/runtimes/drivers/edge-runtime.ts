import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createHandler, EdgeRuntime } from "edge-runtime";

/** Vercel's runtime, in whose reach nothing can listen: real servers here hand requests to its one listener. */
export async function* driveEdgeRuntime(program: string): AsyncGenerator<string> {
  const runtime = new EdgeRuntime({
    initialCode: program,
    extend: (context) => Object.assign(context, { listenOutside }),
  });
  const { handler } = createHandler({ runtime });

  async function listenOutside() {
    const server = createServer((request, response) => void handler(request, response));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
  }

  const response = await runtime.dispatchFetch("http://verdicts.example/");
  const text = new TextDecoder();
  for await (const line of response.body as unknown as AsyncIterable<Uint8Array>) {
    yield text.decode(line).trim();
  }
}
