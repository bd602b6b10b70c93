import {
  createSecondFactor,
  MasterKeyError,
  type MasterKeyFault,
  memoryLimits,
  memoryRecords,
  type ReplayStore,
  type SecondFactorOptions,
  type StoreFinding,
  wrappedKeyRing,
} from "@second-factor/core";
import { type StartMistake, soundOptions } from "./at-start.js";

type Looked = "records" | "limits" | "replay";
type Severity = StoreFinding["severity"];

const replay: ReplayStore = {
  durability: "durable",
  forNamespace: () => ({ acceptStep: async () => true }),
};

/** An engine one of whose stores finds this about its server. */
export function engineThatFinds(
  severity: Severity,
  code: StoreFinding["code"],
  problem: string,
  store: Looked = "limits",
  changed: Partial<SecondFactorOptions> = {},
) {
  const remedy = "What the store says that helps.";
  const check = async (): Promise<StoreFinding[]> => [{ severity, code, problem, remedy }];
  const stores = { records: memoryRecords(), limits: memoryLimits(), replay };
  return createSecondFactor({
    ...soundOptions,
    ...stores,
    ...changed,
    [store]: { ...stores[store], check },
  });
}

const found = (code: StoreFinding["code"], what: string, store?: Looked): StartMistake => ({
  code,
  what,
  start: () => engineThatFinds("error", code, `There is ${what}.`, store).ready(),
});

const broken = (what: string, check: () => unknown): StartMistake => ({
  code: "store_unreachable",
  what,
  start: () =>
    createSecondFactor({
      ...soundOptions,
      limits: { ...memoryLimits(), check: check as never },
    }).ready(),
});

/** The code is the fault: a master key that fails so. */
const wrapped = (code: StoreFinding["code"], what: string): StartMistake => ({
  code,
  what,
  start() {
    const fault = code.replace("master_key_", "") as MasterKeyFault;
    const fail = () => Promise.reject(new MasterKeyError(fault, `There is ${what}.`));
    const masterKeys = { kms: { name: "The KMS", wrap: fail, unwrap: fail } };
    const keys = wrappedKeyRing(`d1@kms:${"wrapped0".repeat(10)}`, { masterKeys });
    return createSecondFactor({ ...soundOptions, keys }).ready();
  },
});

/** Mistakes that only a look at the stores' servers can show. */
export const readyMistakes: readonly StartMistake[] = [
  found("store_unreachable", "no server", "records"),
  found("store_unreachable", "no server for the budgets"),
  found("store_credentials_refused", "a wrong password", "records"),
  found("store_read_only", "a replica in place of the primary", "replay"),
  found("store_tables_missing", "no table", "records"),
  found("store_version_unsupported", "a server that is too old"),
  found("store_client_unsafe", "a client that sends twice what it sent once"),
  wrapped("master_key_unreachable", "a KMS that is down"),
  wrapped("master_key_denied", "a role that may not decrypt"),
  wrapped("master_key_refused", "a master key that was disabled"),
  broken("a look that fails", () => Promise.reject(new Error("boom"))),
  broken("a look that answers with no findings", async () => true),
];

/** Said once each; the engine goes on. */
export const readyWarnings = [
  { code: "clock_differs", what: "a server whose clock is another", store: "records" },
  { code: "store_may_forget", what: "a server that evicts keys", store: "limits" },
  { code: "store_may_lose", what: "a server that waits for no replica", store: "replay" },
  { code: "store_may_lose", what: "a database that does not wait for its disk", store: "records" },
] as const;
