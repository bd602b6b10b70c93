import { connect } from "node:net";
import type { HostileRequest } from "./hostile-request.js";
import { createReplyParser, type RawReply } from "./reply-parser.js";

const patience = 20_000;

/**
 * Sends the requests down one connection without waiting in between, and gives back the replies that came, in their
 * order. Fewer than requests where the server closed the connection, which it may after any reply.
 */
export function pipeline(port: number, requests: readonly HostileRequest[]): Promise<RawReply[]> {
  return new Promise((resolve, reject) => {
    const replies: RawReply[] = [];
    const parser = createReplyParser((index) => requests[index]?.method === "HEAD");
    const socket = connect(port, "127.0.0.1");
    const timer = setTimeout(() => {
      socket.destroy();
      const next = requests[replies.length]?.bytes.toString("latin1").slice(0, 2000);
      reject(new Error(`no reply in ${patience} ms to:\n${next}`));
    }, patience);
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(replies);
    };
    socket.on("data", (bytes) => {
      replies.push(...parser.feed(bytes));
      if (replies.length >= requests.length) done();
    });
    // What the server closes early, it closes; the caller sees what was answered.
    socket.on("error", () => undefined);
    socket.on("close", done);
    for (const { bytes } of requests) socket.write(bytes);
  });
}
