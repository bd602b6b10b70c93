import type { MasterKey } from "@second-factor/core";
import type { Runner } from "../runner.js";

interface OpenedMasterKey {
  readonly masterKey: MasterKey;
  /** The same kind, with another key. Left out, nobody asks whether one opens what the other wrapped. */
  readonly other?: MasterKey;
  /** Takes away whoever answers: a server that is down, a token that is out. */
  breakIt?(): Promise<void>;
  /** Takes away the permission to use the key. */
  denyIt?(): Promise<void>;
  close(): Promise<void>;
}

export interface MasterKeyUnderTest {
  readonly name: string;
  open(): Promise<OpenedMasterKey>;
  /** Wraps one key in one context to the same bytes each time, as AES key wrap (RFC 3394) does. */
  readonly isDeterministic?: boolean;
}

export interface MasterKeyCase {
  readonly masterKey: MasterKey;
  /** Null where the opener has none, and so below. */
  readonly other: MasterKey | null;
  readonly breakIt: (() => Promise<void>) | null;
  readonly denyIt: (() => Promise<void>) | null;
  readonly isDeterministic: boolean;
}

export type DefineMasterKeyCase = (
  title: string,
  body: (context: MasterKeyCase) => Promise<void>,
) => void;

/** Each case gets a master key of its own and closes it, whatever happens. */
export function defineMasterKeyCases(
  runner: Runner,
  { open, isDeterministic = false }: MasterKeyUnderTest,
): DefineMasterKeyCase {
  return (title, body) =>
    runner.it(title, async () => {
      const { masterKey, other = null, breakIt, denyIt, close } = await open();
      const context = { masterKey, other, isDeterministic };
      try {
        await body({ ...context, breakIt: breakIt ?? null, denyIt: denyIt ?? null });
      } finally {
        await close();
      }
    });
}
