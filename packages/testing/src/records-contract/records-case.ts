import type {
  BrowserRecord,
  EpochChange,
  PendingEnrollment,
  Records,
  RecordsStore,
  RecoveryRecord,
  SubjectRecord,
} from "@second-factor/core/stores";
import type { Runner } from "../runner.js";

export interface RecordsUnderTest {
  readonly name: string;
  /**
   * A fresh, empty store. Give at least two clients of it where it has clients: races are run between them. Where
   * there is only one thing to open, as with memory, give that.
   */
  open(): Promise<{ readonly stores: readonly RecordsStore[]; close(): Promise<void> }>;
}

/** What a case works with: one subject's store, through as many clients as there are. */
export interface RecordsCase {
  /** Through the first client. */
  readonly records: Records;
  /** Through each client in turn. */
  client(index: number, namespace?: string): Records;
}

export type DefineCase = (name: string, body: (context: RecordsCase) => Promise<void>) => void;

/** Each case gets a store of its own and closes it, whatever happens. */
export function defineCases(runner: Runner, { open }: RecordsUnderTest): DefineCase {
  return (name, body) =>
    runner.it(name, async () => {
      const { stores, close } = await open();
      try {
        const client = (index: number, namespace = "contract") => {
          const store = stores[index % stores.length];
          if (store === undefined) throw new Error("open() gave no store");
          return store.forNamespace(namespace);
        };
        await body({ records: client(0), client });
      } finally {
        await close();
      }
    });
}

export const now = Date.UTC(2026, 0, 1);
export const step = now / 30_000;

let changes = 0;

/** From the subject's epoch to one that nobody else has. */
export function epochAfter({ epoch }: Pick<SubjectRecord, "epoch">, at: number = now): EpochChange {
  changes += 1;
  return { from: epoch, to: `epoch-${changes}`, at };
}

export function pendingEnrollment(
  id: string,
  changed: Partial<PendingEnrollment> = {},
): PendingEnrollment {
  return {
    id,
    name: `name of ${id}`,
    parameters: { algorithm: "SHA1", digits: 6, period: 30 },
    sealedSecret: new TextEncoder().encode(`pending secret of ${id}`),
    startedBy: "session-1",
    epoch: "",
    expiresAt: now + 600_000,
    ...changed,
  };
}

export const activation = (id: string, recoveryDigests: readonly string[] | null = null) => ({
  sealedSecret: new TextEncoder().encode(`secret of ${id}`),
  lastStep: step,
  recoveryDigests,
});

/** Enrolls the way the suite does. The authenticator's last step is `step`. */
export async function enroll(
  records: Records,
  subjectId: string,
  id: string,
  recoveryDigests: readonly string[] | null = null,
): Promise<void> {
  await records.begin(subjectId, pendingEnrollment(id));
  const change = epochAfter(await records.load(subjectId));
  if ((await records.activate(subjectId, id, activation(id, recoveryDigests), change)) !== true) {
    throw new Error("activate refused a pending enrollment at the subject's own epoch");
  }
}

export const digests = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `digest-${index}`);

/** Of support, not approved yet, and open for an hour. */
export function recoveryRecord(id: string, changed: Partial<RecoveryRecord> = {}): RecoveryRecord {
  return {
    id,
    kind: "support",
    state: "requested",
    openedAt: now,
    availableAt: now,
    expiresAt: now + 3_600_000,
    openedBy: "dave",
    reason: `reason of ${id}`,
    caseReference: `case of ${id}`,
    decidedBy: null,
    ...changed,
  };
}

/** Trusted for a day. */
export function browserRecord(id: string, changed: Partial<BrowserRecord> = {}): BrowserRecord {
  return {
    id,
    name: `name of ${id}`,
    createdAt: now,
    lastSeenAt: now,
    epoch: "epoch",
    trustedUntil: now + 86_400_000,
    digest: `digest of ${id}`,
    rotatedAt: now,
    failures: { since: 0, count: 0 },
    ...changed,
  };
}
