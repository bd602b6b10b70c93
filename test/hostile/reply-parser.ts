export interface RawReply {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

/** Takes replies out of a stream of bytes. `isHead` tells of each whether it answers a HEAD. */
export function createReplyParser(isHead: (index: number) => boolean): {
  /** The replies that are complete by now. */
  feed(bytes: Buffer): RawReply[];
} {
  let rest = Buffer.alloc(0);
  let index = 0;

  function take(): RawReply | null {
    const end = rest.indexOf("\r\n\r\n");
    if (end === -1) return null;
    const head = rest.toString("latin1", 0, end);
    const status = Number(head.slice(9, 12));
    const start = end + 4;
    if (status === 100) {
      rest = rest.subarray(start);
      return take();
    }
    const bodiless = isHead(index) || status === 204 || status === 304;
    const found = bodiless ? { end: start, body: Buffer.alloc(0) } : bodyAt(head, rest, start);
    if (found === null) return null;
    rest = rest.subarray(found.end);
    index += 1;
    return { status, head, body: found.body };
  }

  return {
    feed(bytes) {
      rest = Buffer.concat([rest, bytes]);
      const replies: RawReply[] = [];
      for (let reply = take(); reply !== null; reply = take()) replies.push(reply);
      return replies;
    },
  };
}

function bodyAt(head: string, bytes: Buffer, start: number): { end: number; body: Buffer } | null {
  if (/^transfer-encoding: *chunked/im.test(head)) return chunksAt(bytes, start);
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const end = start + length;
  return bytes.length < end ? null : { end, body: bytes.subarray(start, end) };
}

function chunksAt(bytes: Buffer, start: number): { end: number; body: Buffer } | null {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf("\r\n", at);
    if (line === -1) return null;
    const size = Number.parseInt(bytes.toString("latin1", at, line), 16);
    const next = line + 2 + size + 2;
    if (!(bytes.length >= next)) return null;
    if (size === 0) return { end: next, body: Buffer.concat(parts) };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = next;
  }
}
