import { toBytes, wholeOf } from "./collect-bytes.js";

/** The part of a Node stream that reading a body needs; core knows no Node types. */
export interface NodeBody {
  readonly destroyed: boolean;
  on(event: string, listener: (value?: unknown) => void): unknown;
  off(event: string, listener: (value?: unknown) => void): unknown;
  resume(): unknown;
}

/**
 * The bytes of a request's body, or null as soon as there are more than `limit`. With listeners, as body parsers do it:
 * the stream's async iterator costs more than all else that is done with a body of this size.
 */
export function readNodeBody(stream: NodeBody, limit: number): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let size = 0;

    function leave(): void {
      for (const [event, listener] of listeners) stream.off(event, listener);
    }
    function take(chunk: unknown): void {
      const bytes = toBytes(chunk);
      size += bytes.byteLength;
      if (size <= limit) {
        parts.push(bytes);
        return;
      }
      leave();
      // Destroying the stream would take the socket and the reply with it, and an unread rest would block the
      // connection's next request. Nothing of it is kept.
      stream.resume();
      resolve(null);
    }
    function finish(): void {
      leave();
      resolve(wholeOf(parts, size));
    }
    function fail(cause: unknown): void {
      leave();
      reject(new Error("The request ended before its body did.", { cause }));
    }

    const listeners = [
      ["data", take],
      ["end", finish],
      ["error", fail],
      ["close", fail],
    ] as const;
    for (const [event, listener] of listeners) stream.on(event, listener);
    // One that is over already will not say so again.
    if (stream.destroyed) fail(undefined);
  });
}
