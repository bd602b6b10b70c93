import { memoryBrowserMethods } from "./memory-browsers.js";
import { memoryRecoveryMethods } from "./memory-recoveries.js";
import { listMemorySealed } from "./memory-sealed.js";
import { shardOf, shards } from "./memory-shards.js";
import {
  changeAccount,
  changeEpoch,
  clearFailuresInARow,
  type MemorySubjectRow,
  newMemorySubjectRow,
  readMemorySubjectRow,
  voidCredentials,
  voidEverything,
  withOwnSecret,
} from "./memory-subject-row.js";
import { listMemorySubjects } from "./memory-subjects.js";
import type { Records, RecordsStore } from "./records.js";
import { type AuthenticatorRecord, emptySubjectRecord } from "./subject-record.js";

/**
 * Records in the memory of this process: for development and tests. A restart forgets every authenticator, which
 * signs nobody out but lets everybody in without a second factor. Costs about 30 to 60 bytes a subject beyond its row.
 */
export function memoryRecords(): RecordsStore {
  const namespaces = new Map<string, Records>();
  return {
    durability: "process",
    forNamespace(namespace) {
      const known = namespaces.get(namespace);
      if (known !== undefined) return known;
      const opened = createNamespace();
      namespaces.set(namespace, opened);
      return opened;
    },
  };
}

/** Every method runs to its end without an `await`: that is what makes each an atomic verdict. */
function createNamespace(): Records {
  const rows = shards(() => new Map<string, MemorySubjectRow>());
  const find = (subjectId: string) => shardOf(rows, subjectId).get(subjectId);

  function findOrCreate(subjectId: string): MemorySubjectRow {
    const shard = shardOf(rows, subjectId);
    const known = shard.get(subjectId);
    if (known !== undefined) return known;
    const created = newMemorySubjectRow();
    shard.set(subjectId, created);
    return created;
  }

  /** The row where it stands at that epoch; a subject nobody has seen stands at the empty one. */
  function findAtEpoch(subjectId: string, epoch: string): MemorySubjectRow | undefined {
    const row = epoch === emptySubjectRecord.epoch ? findOrCreate(subjectId) : find(subjectId);
    return row?.epoch === epoch ? row : undefined;
  }

  /** Replaces the authenticator of that id by what `next` makes of it; null leaves everything as it is. */
  function replace(
    row: MemorySubjectRow | undefined,
    id: string,
    next: (held: AuthenticatorRecord) => AuthenticatorRecord | null,
  ): boolean {
    const index = row?.authenticators.findIndex((held) => held.id === id) ?? -1;
    const held = row?.authenticators[index];
    const replacement = held === undefined ? null : next(held);
    if (row === undefined || replacement === null) return false;
    row.authenticators = Object.freeze(row.authenticators.with(index, Object.freeze(replacement)));
    return true;
  }

  return {
    async load(subjectId) {
      const row = find(subjectId);
      return row === undefined ? emptySubjectRecord : readMemorySubjectRow(row);
    },

    async acceptStep(subjectId, authenticatorId, { first, last }, at) {
      const row = find(subjectId);
      const accepted = replace(row, authenticatorId, (held) =>
        held.lastStep < first ? { ...held, lastStep: last, lastUsedAt: at } : null,
      );
      if (row !== undefined && accepted) clearFailuresInARow(row);
      return accepted;
    },

    async countFailure(subjectId, at, windowSeconds) {
      const row = findOrCreate(subjectId);
      const { since, count, inARow } = row.failures;
      const opens = count === 0 || at >= since + windowSeconds * 1000;
      row.failures = Object.freeze({
        since: opens ? at : since,
        count: opens ? 1 : count + 1,
        inARow: inARow + 1,
      });
    },

    async begin(subjectId, pending) {
      findOrCreate(subjectId).pending = withOwnSecret(pending);
    },

    async cancel(subjectId, enrollmentId) {
      const row = find(subjectId);
      if (row?.pending?.id !== enrollmentId) return false;
      row.pending = null;
      return true;
    },

    async activate(subjectId, enrollmentId, { sealedSecret, lastStep, recoveryDigests }, change) {
      const row = findAtEpoch(subjectId, change.from);
      if (row?.pending?.id !== enrollmentId) return false;
      const { id, name, parameters } = row.pending;
      const authenticator = {
        id,
        name,
        parameters,
        sealedSecret,
        lastStep,
        createdAt: change.at,
        lastUsedAt: change.at,
      };
      row.authenticators = Object.freeze([...row.authenticators, withOwnSecret(authenticator)]);
      row.pending = null;
      row.mustEnroll = false;
      if (recoveryDigests !== null) row.recoveryDigests = [...recoveryDigests];
      changeEpoch(row, change);
      return true;
    },

    async rename(subjectId, authenticatorId, name) {
      return replace(find(subjectId), authenticatorId, (held) => ({ ...held, name }));
    },

    async remove(subjectId, authenticatorId, { keepLast, demandEnrollment }, change) {
      const row = find(subjectId);
      if (row?.epoch !== change.from) return false;
      const others = row.authenticators.filter((held) => held.id !== authenticatorId);
      if (others.length === row.authenticators.length) return false;
      if (keepLast && others.length === 0) return false;
      if (others.length === 0) voidCredentials(row);
      else row.authenticators = Object.freeze(others);
      if (others.length === 0 && demandEnrollment === true) row.mustEnroll = true;
      changeEpoch(row, change);
      return true;
    },

    async replaceRecoveryCodes(subjectId, digests, change) {
      const row = findAtEpoch(subjectId, change.from);
      if (row === undefined) return false;
      row.recoveryDigests = [...digests];
      changeEpoch(row, change);
      return true;
    },

    async redeemRecoveryCode(subjectId, digest) {
      const row = find(subjectId);
      const left = row?.recoveryDigests.filter((held) => held !== digest) ?? [];
      if (row === undefined || left.length === row.recoveryDigests.length) {
        return { redeemed: false, remaining: left.length };
      }
      row.recoveryDigests = left;
      clearFailuresInARow(row);
      return { redeemed: true, remaining: left.length };
    },

    async requireEnrollment(subjectId, change) {
      const row = findOrCreate(subjectId);
      voidEverything(row);
      changeEpoch(row, change);
    },

    async demandEnrollment(subjectId) {
      const row = findOrCreate(subjectId);
      if (row.mustEnroll || row.authenticators.length > 0) return false;
      row.mustEnroll = true;
      return true;
    },

    async renewEpoch(subjectId, change, because) {
      const row = findOrCreate(subjectId);
      changeEpoch(row, change);
      if (because === "credentials") changeAccount(row, { credentialsChangedAt: change.at });
    },

    async contactChanged(subjectId, at) {
      changeAccount(findOrCreate(subjectId), { contactChangedAt: at });
    },

    async revokeMark(subjectId, markId, expiresAt) {
      const row = findOrCreate(subjectId);
      // No method tells the time here, but an acceptance did: what expired before it has certainly expired.
      const past = Math.max(0, ...row.authenticators.map((held) => held.lastUsedAt));
      const before = row.revokedMarks.find((mark) => mark.id === markId);
      const kept = row.revokedMarks.filter((mark) => mark.id !== markId && mark.expiresAt > past);
      const until = Math.max(before?.expiresAt ?? 0, expiresAt);
      row.revokedMarks = Object.freeze([...kept, Object.freeze({ id: markId, expiresAt: until })]);
      return before === undefined;
    },

    async reseal(subjectId, authenticatorId, expected, sealed) {
      return replace(find(subjectId), authenticatorId, (held) =>
        sameBytes(held.sealedSecret, expected) ? { ...held, sealedSecret: sealed.slice() } : null,
      );
    },

    async listSealed(after, limit, at) {
      return listMemorySealed(rows, after, limit, at);
    },

    async listSubjects(after, limit) {
      return listMemorySubjects(rows, after, limit);
    },

    ...memoryRecoveryMethods(find, findOrCreate),
    ...memoryBrowserMethods(find, findOrCreate),
  };
}

/** Of sealed bytes, which are no secret to whoever can compare them: no constant time needed. */
function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
