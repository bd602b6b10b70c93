import {
  type AuthenticatorRecord,
  emptySubjectRecord,
  type Records,
  type RecordsStore,
  type RecoveryRecord,
  type SealedRecord,
  type SubjectRecord,
  type SubjectSummary,
} from "@second-factor/core/stores";
import { documentAccounts } from "./document-accounts.js";

/** A subject as one document, the way a naive store on a key-value service would keep it. */
export interface SubjectDocument extends Omit<SubjectRecord, "recoveryCodesRemaining"> {
  digests: string[];
}

export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Reads the document, lets `change` work on its copy, and writes the copy back. */
export type ChangeDocument = <T>(
  id: string,
  change: (document: Mutable<SubjectDocument>) => T,
) => Promise<T>;

const newDocument = (): SubjectDocument => structuredClone({ ...emptySubjectRecord, digests: [] });

/** Read, wait for the network, write back: whoever writes last wins. */
export function racyChange(documents: Map<string, SubjectDocument>): ChangeDocument {
  return async (id, change) => {
    const document = structuredClone(documents.get(id) ?? newDocument());
    await new Promise((resolve) => setImmediate(resolve));
    const answer = change(document);
    documents.set(id, document);
    return answer;
  };
}

/** The same with nothing in between. */
export function atomicChange(documents: Map<string, SubjectDocument>): ChangeDocument {
  return async (id, change) => {
    const document = structuredClone(documents.get(id) ?? newDocument());
    const answer = change(document);
    documents.set(id, document);
    return answer;
  };
}

/** Right in every rule; whether it is right under load depends only on how a document is changed. */
export function documentRecords(createChange: typeof racyChange): RecordsStore {
  const documents = new Map<string, SubjectDocument>();
  const change = createChange(documents);
  const subjectIds = (namespace: string) =>
    [...documents.keys()]
      .map((key) => JSON.parse(key) as [string, string])
      .flatMap(([of, subjectId]) => (of === namespace ? [subjectId] : []))
      .sort();
  return {
    durability: "process",
    forNamespace: (namespace) => documentsOf(change, namespace, () => subjectIds(namespace)),
  };
}

const voided = () => ({
  authenticators: [],
  digests: [],
  pending: null,
  browsers: [],
  mustEnroll: true,
});

const summaryOf = ({ id, kind, state, openedAt, expiresAt }: RecoveryRecord) => ({
  id,
  kind,
  state,
  openedAt,
  expiresAt,
});

function documentsOf(
  change: ChangeDocument,
  namespace: string,
  subjectIds: () => readonly string[],
): Records {
  const on: ChangeDocument = (subjectId, body) =>
    change(JSON.stringify([namespace, subjectId]), body);
  const byId = (id: string) => (authenticator: AuthenticatorRecord) => authenticator.id === id;
  const sameBytes = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0;

  return {
    load: (subjectId) =>
      on(subjectId, ({ digests, ...record }) => ({
        ...structuredClone(record),
        recoveryCodesRemaining: digests.length,
      })),
    acceptStep: (subjectId, id, { first, last }, at) =>
      on(subjectId, (document) => {
        const held = document.authenticators.find(byId(id));
        if (held === undefined || held.lastStep >= first) return false;
        Object.assign(held, { lastStep: last, lastUsedAt: at });
        document.failures = { ...document.failures, inARow: 0 };
        return true;
      }),
    countFailure: (subjectId, at, windowSeconds) =>
      on(subjectId, (document) => {
        const { since, count, inARow } = document.failures;
        const opens = count === 0 || at >= since + windowSeconds * 1000;
        document.failures = {
          since: opens ? at : since,
          count: opens ? 1 : count + 1,
          inARow: inARow + 1,
        };
      }),
    begin: (subjectId, pending) =>
      on(subjectId, (document) => {
        document.pending = structuredClone(pending);
      }),
    cancel: (subjectId, id) =>
      on(subjectId, (document) => {
        if (document.pending?.id !== id) return false;
        document.pending = null;
        return true;
      }),
    activate: (subjectId, id, { sealedSecret, lastStep, recoveryDigests }, { from, to, at }) =>
      on(subjectId, (document) => {
        if (document.pending?.id !== id || document.epoch !== from) return false;
        const { name, parameters } = document.pending;
        const times = { lastStep, createdAt: at, lastUsedAt: at };
        const added = { id, name, parameters, sealedSecret: sealedSecret.slice(), ...times };
        document.authenticators = [...document.authenticators, added];
        if (recoveryDigests !== null) document.digests = [...recoveryDigests];
        Object.assign(document, {
          epoch: to,
          epochChangedAt: at,
          mustEnroll: false,
          pending: null,
        });
        return true;
      }),
    rename: (subjectId, id, name) =>
      on(subjectId, (document) => {
        const held = document.authenticators.find(byId(id));
        if (held !== undefined) Object.assign(held, { name });
        return held !== undefined;
      }),
    remove: (subjectId, id, { keepLast, demandEnrollment }, { from, to, at }) =>
      on(subjectId, (document) => {
        const others = document.authenticators.filter((held) => held.id !== id);
        const found = others.length < document.authenticators.length;
        if (!found || document.epoch !== from || (keepLast && others.length === 0)) return false;
        if (others.length === 0) Object.assign(document, { digests: [], pending: null });
        if (others.length === 0 && demandEnrollment === true) document.mustEnroll = true;
        Object.assign(document, { authenticators: others, epoch: to, epochChangedAt: at });
        return true;
      }),
    replaceRecoveryCodes: (subjectId, digests, { from, to, at }) =>
      on(subjectId, (document) => {
        if (document.epoch !== from) return false;
        Object.assign(document, { digests: [...digests], epoch: to, epochChangedAt: at });
        return true;
      }),
    redeemRecoveryCode: (subjectId, digest) =>
      on(subjectId, (document) => {
        const left = document.digests.filter((held) => held !== digest);
        const redeemed = left.length < document.digests.length;
        document.digests = left;
        if (redeemed) document.failures = { ...document.failures, inARow: 0 };
        return { redeemed, remaining: left.length };
      }),
    requireEnrollment: (subjectId, { to, at }) =>
      on(subjectId, (document) => {
        Object.assign(document, { ...voided(), epoch: to, epochChangedAt: at });
      }),
    demandEnrollment: (subjectId) =>
      on(subjectId, (document) => {
        if (document.mustEnroll || document.authenticators.length > 0) return false;
        document.mustEnroll = true;
        return true;
      }),
    renewEpoch: (subjectId, { to, at }, because) =>
      on(subjectId, (document) => {
        Object.assign(document, { epoch: to, epochChangedAt: at });
        if (because === "credentials") document.credentialsChangedAt = at;
      }),
    contactChanged: (subjectId, at) =>
      on(subjectId, (document) => {
        document.contactChangedAt = at;
      }),
    ...documentAccounts(on, voided),
    revokeMark: (subjectId, id, expiresAt) =>
      on(subjectId, (document) => {
        const others = document.revokedMarks.filter((mark) => mark.id !== id);
        const before = document.revokedMarks.find((mark) => mark.id === id)?.expiresAt;
        document.revokedMarks = [...others, { id, expiresAt: Math.max(before ?? 0, expiresAt) }];
        return before === undefined;
      }),
    reseal: (subjectId, id, expected, sealed) =>
      on(subjectId, (document) => {
        const held = document.authenticators.find(byId(id));
        if (held === undefined || !sameBytes(held.sealedSecret, expected)) return false;
        Object.assign(held, { sealedSecret: sealed.slice() });
        return true;
      }),
    listSealed: async (after, limit, at) => {
      const page = subjectIds()
        .filter((id) => after === null || id > after)
        .slice(0, limit);
      const sealed: SealedRecord[] = [];
      for (const subjectId of page) {
        const { authenticators, pending } = await on(subjectId, (document) => document);
        for (const { id, sealedSecret } of authenticators)
          sealed.push({ subjectId, authenticatorId: id, purpose: "totp", sealedSecret });
        if (pending !== null && pending.expiresAt > at) {
          const { id, sealedSecret } = pending;
          sealed.push({ subjectId, authenticatorId: id, purpose: "pending", sealedSecret });
        }
      }
      return { sealed, next: page.length < limit ? null : (page.at(-1) ?? null) };
    },
    listSubjects: async (after, limit) => {
      const page = subjectIds()
        .filter((id) => after === null || id > after)
        .slice(0, limit);
      const subjects: SubjectSummary[] = [];
      for (const subjectId of page) {
        const { authenticators, digests, mustEnroll, recovery } = await on(subjectId, (it) => it);
        subjects.push({
          subjectId,
          authenticators: authenticators.length,
          mustEnroll,
          recoveryCodesRemaining: digests.length,
          lastUsedAt: Math.max(0, ...authenticators.map(({ lastUsedAt }) => lastUsedAt)),
          recovery: recovery && summaryOf(recovery),
        });
      }
      return { subjects, next: page.length < limit ? null : (page.at(-1) ?? null) };
    },
  };
}
