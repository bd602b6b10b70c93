import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { performance } from "node:perf_hooks";
import { formatQuery, parseAnswer, type SntpFault } from "./sntp-packet.js";

export interface SntpMeasure {
  /** Milliseconds by which this clock is ahead; negative where it is behind. */
  readonly ahead: number;
  /** The most that this can be wrong by, in milliseconds: half of the way there and back. */
  readonly uncertainty: number;
  readonly stratum: number;
}

export type SntpOutcome =
  | SntpMeasure
  | SntpFault
  | { readonly fault: "no_answer"; readonly why: string };

export interface SntpServer {
  readonly host: string;
  readonly port: number;
}

const waitMilliseconds = 3000;

/**
 * Asks a time server once (RFC 4330, RFC 5905). One packet goes out, and none again: what does not answer may not want
 * to. An answer that is not for this query is passed over, since anybody can send one. Never rejects.
 *
 * @param now this machine's clock, in milliseconds since the Unix epoch
 */
export async function querySntp(
  { host, port }: SntpServer,
  now: () => number,
  signal?: AbortSignal,
): Promise<SntpOutcome> {
  const found = await lookup(host).catch(() => null);
  if (found === null) return { fault: "no_answer", why: "its name is not known" };
  if (signal?.aborted) return { fault: "no_answer", why: "it was not waited for" };
  const { address } = found;
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  const nonce = randomBytes(8);

  try {
    return await new Promise<SntpOutcome>((resolve) => {
      const silent = (why: string) => resolve({ fault: "no_answer", why });
      let last: SntpFault | undefined;
      const end = () => (last === undefined ? silent("it was silent") : resolve(last));
      const timer = setTimeout(end, waitMilliseconds);
      signal?.addEventListener("abort", end, { once: true });
      socket.once("close", () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
      });
      socket.once("error", (error: NodeJS.ErrnoException) => silent(error.code ?? "an error"));
      // Connected, so that the kernel lets through only what comes from there.
      socket.connect(port, address, () => {
        const sentAt = now();
        const started = performance.now();
        socket.on("message", (packet) => {
          // By the monotonic clock: the other may be set while we wait.
          const elapsed = performance.now() - started;
          const answer = parseAnswer(packet, nonce, sentAt);
          if ("fault" in answer && answer.fault === "invalid") {
            last = answer;
            return;
          }
          resolve("fault" in answer ? answer : measure(answer, sentAt, elapsed));
        });
        socket.send(formatQuery(nonce));
      });
    });
  } finally {
    socket.close();
  }
}

/** RFC 4330 section 5, of clock offset and round trip. */
function measure(
  answer: { readonly receivedAt: number; readonly sentAt: number; readonly stratum: number },
  askedAt: number,
  elapsed: number,
): SntpMeasure {
  const { receivedAt, sentAt, stratum } = answer;
  const offset = (receivedAt - askedAt + (sentAt - (askedAt + elapsed))) / 2;
  const wayMilliseconds = Math.max(0, elapsed - (sentAt - receivedAt));
  return { ahead: -offset, uncertainty: wayMilliseconds / 2, stratum };
}
