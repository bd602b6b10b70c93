import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: object;
}

export interface LoopbackServer {
  readonly url: string;
  /** Everything that arrived. */
  readonly asked: readonly Asked[];
  /** Also while calls are under way: nobody listens there any more. */
  close(): Promise<void>;
}

/** JSON over HTTP on a free port of loopback. Where `answer` gives null, the caller waits for ever. */
export async function startLoopback(
  answer: (asked: Asked) => Reply | null,
  tls?: { readonly key: string; readonly cert: string },
): Promise<LoopbackServer> {
  const asked: Asked[] = [];
  const listener: RequestListener = async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    const call = { method, path, headers, body: await text(request).catch(() => "") };
    asked.push(call);
    const reply = answer(call);
    if (reply === null) return;
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(JSON.stringify(reply.body));
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http${tls === undefined ? "" : "s"}://127.0.0.1:${port}`,
    asked,
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
