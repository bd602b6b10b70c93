import type { Records } from "@second-factor/core/stores";
import { parseSealed } from "../parse-sealed.js";
import { parseSubject } from "../parse-subject.js";
import { parseSubjects } from "../parse-subjects.js";
import type { SqliteDatabase, SqlStatement } from "../sql-database.js";
import { subjectKey } from "../subject-key.js";
import * as enrollment from "./enrollment-statements.js";
import * as epochs from "./epoch-statements.js";
import { listSealed, listSubjects } from "./list-statement.js";
import { load } from "./load-statement.js";
import * as recovery from "./recovery-statements.js";
import * as removal from "./removal-statements.js";
import { sqliteAccountRecords } from "./sqlite-account-records.js";
import * as verification from "./verification-statements.js";

/** Every verdict is one statement or one batch, so one trip. */
export function sqliteRecords(database: SqliteDatabase, namespace: string): Records {
  const keyOf = (subjectId: string) => subjectKey(namespace, subjectId);
  const changed = async (statement: SqlStatement) =>
    (await database.query(statement)).changes === 1;
  /** True where the last statement, which ends the condition of all, changed its row. */
  const decided = async (...statements: SqlStatement[]) =>
    (await database.batch(statements)).at(-1)?.changes === 1;

  return {
    async load(subjectId) {
      return parseSubject((await database.query(load(keyOf(subjectId)))).rows);
    },

    async acceptStep(subjectId, authenticatorId, { first, last }, at) {
      const key = keyOf(subjectId);
      return decided(
        verification.clearFailuresInARow(key, authenticatorId, first),
        verification.acceptStep(key, authenticatorId, first, last, at),
      );
    },

    async countFailure(subjectId, at, windowSeconds) {
      await database.query(verification.countFailure(keyOf(subjectId), at, windowSeconds * 1000));
    },

    async begin(subjectId, { id, name, parameters, sealedSecret, startedBy, epoch, expiresAt }) {
      const { algorithm, digits, period } = parameters;
      const values = [
        id,
        name,
        algorithm,
        digits,
        period,
        sealedSecret,
        startedBy,
        epoch,
        expiresAt,
      ];
      await database.query(enrollment.begin(keyOf(subjectId), ...values));
    },

    async cancel(subjectId, enrollmentId) {
      return changed(enrollment.cancel(keyOf(subjectId), enrollmentId));
    },

    async activate(
      subjectId,
      enrollmentId,
      { sealedSecret, lastStep, recoveryDigests },
      { from, to, at },
    ) {
      const key = keyOf(subjectId);
      const where = { epoch: from, pendingId: enrollmentId };
      return decided(
        enrollment.addAuthenticator(key, from, enrollmentId, sealedSecret, lastStep, at),
        ...(recoveryDigests === null ? [] : recovery.replaceCodes(key, recoveryDigests, where)),
        enrollment.finishEnrollment(key, from, enrollmentId, to, at),
      );
    },

    async rename(subjectId, authenticatorId, name) {
      return changed(enrollment.rename(keyOf(subjectId), authenticatorId, name));
    },

    async remove(subjectId, authenticatorId, { keepLast, demandEnrollment }, { from, to, at }) {
      const key = keyOf(subjectId);
      const announceAny =
        demandEnrollment === true ? removal.announceRemovalAndDemand : removal.announceRemoval;
      const announce = keepLast ? removal.announceRemovalButLast : announceAny;
      const withLast = [removal.voidCodesWithLast, removal.voidPendingWithLast];
      return decided(
        ...(keepLast ? [] : withLast.map((statement) => statement(key, from, authenticatorId))),
        announce(key, from, authenticatorId, to, at),
        removal.removeAnnounced(key, to, authenticatorId),
      );
    },

    async replaceRecoveryCodes(subjectId, digests, { from, to, at }) {
      const key = keyOf(subjectId);
      return decided(
        ...(from === "" ? [epochs.ensureSubject(key)] : []),
        ...recovery.replaceCodes(key, digests, { epoch: from }),
        epochs.changeEpoch(key, from, to, at),
      );
    },

    async redeemRecoveryCode(subjectId, digest) {
      const key = keyOf(subjectId);
      const [, redeemed, counted] = await database.batch([
        recovery.clearFailuresInARow(key, digest),
        recovery.redeemCode(key, digest),
        recovery.countCodes(key),
      ]);
      return {
        redeemed: redeemed?.changes === 1,
        remaining: Number(counted?.rows[0]?.remaining),
      };
    },

    async requireEnrollment(subjectId, { to, at }) {
      const key = keyOf(subjectId);
      await database.batch([
        epochs.renewEpoch(key, to, at),
        epochs.requireEnrollment(key),
        epochs.removeAuthenticators(key),
        epochs.removeBrowsers(key),
        recovery.voidCodes(key),
      ]);
    },

    async demandEnrollment(subjectId) {
      const key = keyOf(subjectId);
      return decided(epochs.ensureSubject(key), epochs.demandEnrollment(key));
    },

    async renewEpoch(subjectId, { to, at }, because) {
      const key = keyOf(subjectId);
      const told = because === "credentials" ? [epochs.changeCredentials(key, at)] : [];
      await database.batch([epochs.renewEpoch(key, to, at), ...told]);
    },

    async contactChanged(subjectId, at) {
      const key = keyOf(subjectId);
      await database.batch([epochs.ensureSubject(key), epochs.changeContact(key, at)]);
    },

    async revokeMark(subjectId, markId, expiresAt) {
      const key = keyOf(subjectId);
      return decided(
        epochs.ensureSubject(key),
        epochs.forgetExpiredMarks(key, markId),
        epochs.prolongMark(key, markId, expiresAt),
        epochs.revokeMark(key, markId, expiresAt),
      );
    },

    ...sqliteAccountRecords(database, keyOf, changed, decided),

    async reseal(subjectId, authenticatorId, expected, sealed) {
      return changed(verification.reseal(keyOf(subjectId), authenticatorId, expected, sealed));
    },

    async listSealed(after, limit, at) {
      const page = { namespace, subjectId: after ?? "" };
      return parseSealed((await database.query(listSealed(page, limit, at))).rows, limit);
    },

    async listSubjects(after, limit) {
      const page = { namespace, subjectId: after ?? "" };
      return parseSubjects((await database.query(listSubjects(page, limit))).rows, limit);
    },
  };
}
