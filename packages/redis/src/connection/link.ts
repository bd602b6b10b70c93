/** One connection that we opened, or a set of them to a cluster, in the words of one library. */
export interface Link {
  evalsha(sha: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  eval(text: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** The same command on every primary. */
  onPrimaries(command: readonly string[]): Promise<readonly unknown[]>;
}

export type Topology = "single" | "sentinel" | "cluster";

/** Opens connections like the user's own, with options under which no command is ever sent twice. */
export interface Dialer {
  /** Where it leads, for messages. Holds no credential. */
  readonly server: string;
  readonly topology: Topology;
  /**
   * Resolves when a command can be sent. The connection ends with `life`, also while it is being opened; `lost` is told
   * where it ends by itself, and may be told again.
   */
  dial(attempt: number, life: AbortSignal, lost: (cause: unknown) => void): Promise<Link>;
}
