import { collectBytes } from "./collect-bytes.js";

/** At most `limit` bytes of a web stream, or null as soon as there are more. */
export async function readStream(
  stream: ReadableStream | null,
  limit: number,
): Promise<Uint8Array | null> {
  if (stream === null) return new Uint8Array(0);
  const reader = stream.getReader();
  const bytes = await collectBytes({ next: () => reader.read() }, limit);
  if (bytes === null) discard(reader).catch(() => undefined);
  return bytes;
}

/** Read to its end, beside the reply: on Node, cancelling it or leaving it would close the socket under the reply. */
async function discard(reader: ReadableStreamDefaultReader): Promise<void> {
  while (!(await reader.read()).done);
}
