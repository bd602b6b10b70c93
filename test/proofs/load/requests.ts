import { type HostSession, sessionCookie } from "../bank/host-session.js";

export interface Submission {
  readonly session: HostSession;
  readonly path: string;
  readonly json: object;
  readonly method?: string;
  /** The client address that the processes are told. */
  readonly from: string;
  /** Cookies beside the host's. */
  readonly cookies?: readonly string[];
}

/** A whole HTTP/1.1 request as bytes, as a client that is no browser sends it. */
export function requestBytes(submission: Submission): Buffer {
  const { session, path, json, method = "POST", from, cookies = [] } = submission;
  const body = JSON.stringify(json);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: bank.example",
    `Cookie: ${[sessionCookie(session), ...cookies].join("; ")}`,
    `X-Client: ${from}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** One of the addresses that are kept for benchmarks (RFC 2544), another for each number. */
export const clientAddress = (index: number) =>
  `198.${18 + ((index >> 16) & 1)}.${(index >> 8) & 255}.${index & 255}`;
