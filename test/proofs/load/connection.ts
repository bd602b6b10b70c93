import { once } from "node:events";
import { connect } from "node:net";

export interface RawReply {
  /** 0 where there was no reply: the connection ended, or patience did. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly milliseconds: number;
}

/** One keep-alive connection with one request in flight, whose last byte is held back. */
export interface Connection {
  /** Sends all of a request but its last byte. */
  load(request: Buffer): Promise<void>;
  /** Sends that byte. Never rejects. */
  release(): Promise<RawReply>;
  close(): void;
}

const patienceMilliseconds = 60_000;

export async function openConnection(
  port: number,
  patience = patienceMilliseconds,
): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  let held: Buffer = Buffer.alloc(0);
  let received = "";
  let settle: ((status: number) => void) | null = null;

  socket.setEncoding("latin1").on("data", (chunk: string) => {
    received += chunk;
    if (isWhole(received)) settle?.(Number(received.slice(9, 12)));
  });
  // What was wrong with it shows in the round's statuses.
  socket.on("error", () => undefined);
  socket.on("close", () => settle?.(0));

  return {
    load(request) {
      held = request.subarray(-1);
      received = "";
      return new Promise((resolve) => {
        socket.write(request.subarray(0, -1), () => resolve());
      });
    },
    release() {
      const since = performance.now();
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle?.(0), patience);
        settle = (status) => {
          settle = null;
          clearTimeout(timer);
          const end = received.indexOf("\r\n\r\n");
          resolve({
            status,
            head: received.slice(0, end),
            body: received.slice(end + 4),
            milliseconds: performance.now() - since,
          });
        };
        if (socket.destroyed) settle(0);
        else socket.write(held);
      });
    },
    close: () => socket.destroy(),
  };
}

/** The suite's replies say how long they are. */
function isWhole(reply: string): boolean {
  const end = reply.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: ?(\d+)/i.exec(reply.slice(0, end))?.[1];
  return length !== undefined && reply.length >= end + 4 + Number(length);
}
