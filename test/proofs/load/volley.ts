import { type Connection, openConnection, type RawReply } from "./connection.js";

/** Connections to all processes, to submit many requests at one moment. */
export interface Volley {
  readonly size: number;
  /**
   * Sends all requests but their last bytes, dealt out over the processes; what it resolves to sends the last bytes
   * together, for one reply each, in order. Fewer requests than connections begin where the last ones ended.
   */
  load(requests: readonly Buffer[]): Promise<() => Promise<RawReply[]>>;
  /** Both at once. */
  fire(requests: readonly Buffer[]): Promise<RawReply[]>;
  close(): void;
}

export async function openVolley(
  ports: readonly number[],
  perProcess: number,
  patienceMilliseconds?: number,
): Promise<Volley> {
  const connections: Connection[] = [];
  for (let index = 0; index < perProcess; index += 1) {
    const opening = ports.map((port) => openConnection(port, patienceMilliseconds));
    connections.push(...(await Promise.all(opening)));
  }
  const size = connections.length;
  let next = 0;

  async function load(requests: readonly Buffer[]): Promise<() => Promise<RawReply[]>> {
    if (requests.length > size) throw new Error("There are more requests than connections.");
    const used = requests.map((_, index) => connections[(next + index) % size]!);
    next = (next + requests.length) % size;
    await Promise.all(used.map((connection, index) => connection.load(requests[index]!)));
    return () => Promise.all(used.map((connection) => connection.release()));
  }
  return {
    size,
    load,
    fire: async (requests) => (await load(requests))(),
    close() {
      for (const connection of connections) connection.close();
    },
  };
}
