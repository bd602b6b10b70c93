import type { Records } from "@second-factor/core/stores";

export interface Call {
  /** One of the isolate's, empty when it is first named. */
  readonly store: string;
  readonly namespace: string;
  readonly method: keyof Records;
  readonly args: readonly unknown[];
}

/** JSON, and bytes in it. */
export const toText = (value: unknown): string =>
  JSON.stringify(value, (_key, part) =>
    part instanceof Uint8Array ? { bytes: [...part] } : (part as unknown),
  );

export const fromText = (text: string): unknown =>
  JSON.parse(text, (_key, part) =>
    Array.isArray(part?.bytes) ? Uint8Array.from(part.bytes) : part,
  );
