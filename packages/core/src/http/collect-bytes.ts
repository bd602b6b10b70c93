/** The bytes of a body, or null as soon as there are more than `limit`; what follows is left where it is. */
export async function collectBytes(
  chunks: { next(): Promise<{ done?: boolean; value?: unknown }> },
  limit: number,
): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await chunks.next(); part.done !== true; part = await chunks.next()) {
    const bytes = toBytes(part.value);
    size += bytes.byteLength;
    if (size > limit) return null;
    parts.push(bytes);
  }
  return wholeOf(parts, size);
}

export function wholeOf(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** Text comes from a stream on which somebody set an encoding. */
export function toBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : new TextEncoder().encode(String(chunk));
}
