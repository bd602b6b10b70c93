import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Client } from "../../testbed/index.js";

export interface Submission {
  readonly port: number;
  readonly browser: Client;
  readonly otp: string;
}

export interface Submitted {
  readonly status: number;
  readonly text: string;
}

/** Sends each request but for its last byte, and then the last bytes together: as much at once as sockets allow. */
export async function submitAtOnce(submissions: readonly Submission[]): Promise<Submitted[]> {
  const agent = new Agent({ maxSockets: submissions.length });
  try {
    const waiting = await Promise.all(submissions.map((one) => allButTheEnd(one, agent)));
    return await Promise.all(waiting.map((send) => send()));
  } finally {
    agent.destroy();
  }
}

async function allButTheEnd(
  { port, browser, otp }: Submission,
  agent: Agent,
): Promise<() => Promise<Submitted>> {
  const body = JSON.stringify({ otp });
  const outgoing = request({
    host: "127.0.0.1",
    port,
    agent,
    method: "POST",
    path: "/2fa/verify",
    headers: {
      cookie: browser.cookies.header(),
      "content-type": "application/json",
      "content-length": body.length,
      "sec-fetch-site": "same-origin",
    },
  });
  const reply = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve).on("error", reject);
  });
  await new Promise<void>((resolve) => outgoing.write(body.slice(0, -1), () => resolve()));
  return async () => {
    outgoing.end(body.slice(-1));
    const incoming = await reply;
    return { status: incoming.statusCode ?? 0, text: await text(incoming) };
  };
}
