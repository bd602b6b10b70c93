import { Agent, type IncomingMessage, request } from "node:http";

export interface WireReply {
  readonly status: number;
  /** By lower-case name; several fields of one name joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly body: Uint8Array;
}

export type WireHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One HTTP exchange as it is: nothing added but Host, nothing followed. */
export interface Wire {
  exchange(
    method: string,
    path: string,
    headers: WireHeaders,
    body: string | Uint8Array | undefined,
  ): Promise<WireReply>;
  close(): void;
}

export function createWire(port: number): Wire {
  const agent = new Agent({ keepAlive: true });
  return {
    exchange: (method, path, headers, body) =>
      new Promise((resolve, reject) => {
        const outgoing = request({ host: "127.0.0.1", port, agent, method, path }, (incoming) => {
          collect(incoming).then(resolve, reject);
        });
        for (const [name, value] of Object.entries(headers)) {
          if (value !== undefined) outgoing.setHeader(name, value);
        }
        // A server may answer before it has read everything; what it then does to the socket is no news.
        outgoing.on("error", reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}

async function collect(incoming: IncomingMessage): Promise<WireReply> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { "set-cookie": setCookies = [], ...rest } = incoming.headers;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return { status: incoming.statusCode ?? 0, headers, setCookies, body: Buffer.concat(parts) };
}
