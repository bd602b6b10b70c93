import { createSocket } from "node:dgram";
import { once } from "node:events";

/** Bytes that a server answers with, from the query that it got; null for silence. */
export type Answer = (query: Buffer) => readonly Uint8Array[];

export interface NtpServer {
  readonly port: number;
  readonly queries: Buffer[];
  close(): void;
}

/** A time server on loopback that answers over real datagrams with whatever a test makes of them. */
export async function startNtpServer(answer: Answer): Promise<NtpServer> {
  const socket = createSocket("udp4");
  const queries: Buffer[] = [];
  socket.on("message", (query, { port, address }) => {
    queries.push(query);
    for (const packet of answer(query)) socket.send(packet, port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { port: socket.address().port, queries, close: () => socket.close() };
}

export interface Honest {
  /** Milliseconds since the Unix epoch. */
  readonly time?: number;
  readonly stratum?: number;
  readonly leap?: number;
  readonly mode?: number;
  readonly identifier?: string;
}

/** What an honest server answers (RFC 5905 figure 8), with one thing at a time made wrong. */
export function honestAnswer(query: Uint8Array, more: Honest = {}): Buffer {
  const { time = Date.now(), stratum = 2, leap = 0, mode = 4, identifier = "GPS\0" } = more;
  const packet = Buffer.alloc(48);
  packet[0] = (leap << 6) | (4 << 3) | mode;
  packet[1] = stratum;
  packet[2] = 6;
  packet.writeInt8(-20, 3);
  packet.writeUInt32BE(0x0000_0100, 4);
  packet.writeUInt32BE(0x0000_0200, 8);
  packet.write(identifier, 12, "latin1");
  packet.set(query.subarray(40, 48), 24);
  for (const at of [16, 32, 40]) writeTime(packet, at, time);
  return packet;
}

function writeTime(packet: Buffer, at: number, time: number): void {
  const seconds = Math.floor(time / 1000);
  packet.writeUInt32BE((seconds + 2_208_988_800) % 2 ** 32, at);
  packet.writeUInt32BE(Math.floor(((time - seconds * 1000) / 1000) * 2 ** 32), at + 4);
}
