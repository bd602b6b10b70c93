import type { SecondFactorNamespace, SecondFactorStub } from "@second-factor/cloudflare";
import type { D1Binding } from "@second-factor/sql";
import type { KvBinding } from "./kv-records.js";
import type { WatchedStub } from "./watched-object.js";

export interface Env extends Readonly<Record<BindingName, SecondFactorNamespace>> {
  readonly DB: D1Binding;
  readonly KV: KvBinding;
  readonly WATCHED: {
    idFromName(name: string): object;
    get(id: object): SecondFactorStub & WatchedStub;
  };
}

export type BindingName =
  | "SECOND_FACTOR"
  | "WATCHED"
  | "FALLING"
  | "OTHER"
  | "PLAIN"
  | "WITHOUT_SQLITE";
