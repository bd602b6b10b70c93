import type { WrappingContext } from "@second-factor/core";

/** The context as additional data: JSON, so that it can be read in an audit log, and no two contexts give the same. */
export function contextBytes({ application, keyId }: WrappingContext): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify([application, keyId]));
}
