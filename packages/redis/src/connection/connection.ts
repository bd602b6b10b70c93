import type { Topology } from "./link.js";
import type { Script } from "./script.js";

/** What the stores stand on: scripts on the primary, each within its deadline and never sent twice. */
export interface Connection {
  readonly server: string;
  readonly topology: Topology;
  /** @throws RedisFault */
  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** The same command on every primary; null where there is no way to send one. @throws RedisFault */
  readonly onPrimaries: ((command: readonly string[]) => Promise<readonly unknown[]>) | null;
  /** Ends what is open. Whoever asks again opens it again. */
  close(): void;
}
