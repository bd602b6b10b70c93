import type { KeysAt } from "./keys-at.js";

/** Where the stores are, as plain data: what a process is told when it starts. */
export interface StoresAt {
  readonly records: { readonly sqlite: string } | { readonly postgres: string };
  /** Keeps the short budgets; null where they lie beside the records. */
  readonly redis: RedisAt | null;
  /** What decides whether a step is new. With "replay" the records can no longer tell. */
  readonly decides: "row" | "replay";
  /** What the replay store is told instead of the engine's four minutes; null leaves it alone. */
  readonly memorySeconds: number | null;
  /** How long the stores, and the engine's own watch over them, wait for an answer. */
  readonly deadlineMilliseconds: number;
  /** Where it is not the bank's own key. */
  readonly ring?: KeysAt;
}

export type RedisAt =
  | { readonly kind: "single"; readonly port: number }
  | { readonly kind: "sentinel"; readonly name: string; readonly sentinels: readonly number[] }
  | { readonly kind: "cluster"; readonly ports: readonly number[] };
