import type { Records } from "@second-factor/core/stores";
import { formatHex } from "../hex.js";
import { parseSealed } from "../parse-sealed.js";
import { parseSubject } from "../parse-subject.js";
import { parseSubjects } from "../parse-subjects.js";
import type { PostgresDatabase, PostgresResult, PostgresStatement } from "../sql-database.js";
import { type SubjectKey, subjectKey } from "../subject-key.js";
import * as enrollment from "./enrollment-statements.js";
import * as epochs from "./epoch-statements.js";
import { listSealed, listSubjects } from "./list-statement.js";
import { load } from "./load-statement.js";
import { postgresAccountRecords } from "./postgres-account-records.js";
import * as recovery from "./recovery-statements.js";
import * as removal from "./removal-statements.js";
import * as verification from "./verification-statements.js";

/** Far more than anybody's authenticators change while one statement waits. */
const mostTries = 50;

/** Every verdict is one statement, so one trip and no transaction that is held open. */
export function postgresRecords(database: PostgresDatabase, namespace: string): Records {
  const decided = async (statement: PostgresStatement) =>
    (await database.query(statement)).rows.length === 1;

  /** Not a retry of what may have happened: an answer without a row says for certain that nothing was changed. */
  async function settled(statement: PostgresStatement): Promise<PostgresResult["rows"][number]> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const [row] = (await database.query(statement)).rows;
      if (row !== undefined) return row;
    }
    throw new Error("PostgreSQL: the subject's epoch changed all the time, and nothing was done.");
  }

  function keyOf(subjectId: string): SubjectKey {
    if (subjectId.includes("\0")) {
      throw new TypeError(
        "A subject's id has the character U+0000, which PostgreSQL cannot store.",
      );
    }
    return subjectKey(namespace, subjectId);
  }

  return {
    async load(subjectId) {
      return parseSubject((await database.query(load(keyOf(subjectId)))).rows);
    },

    async acceptStep(subjectId, authenticatorId, { first, last }, at) {
      return decided(verification.acceptStep(keyOf(subjectId), authenticatorId, first, last, at));
    },

    async countFailure(subjectId, at, windowSeconds) {
      await database.query(verification.countFailure(keyOf(subjectId), at, windowSeconds * 1000));
    },

    async begin(subjectId, { id, name, parameters, sealedSecret, startedBy, epoch, expiresAt }) {
      const { algorithm, digits, period } = parameters;
      const sealed = formatHex(sealedSecret);
      const values = [id, name, algorithm, digits, period, sealed, startedBy, epoch, expiresAt];
      await database.query(enrollment.begin(keyOf(subjectId), ...values));
    },

    async cancel(subjectId, enrollmentId) {
      return decided(enrollment.cancel(keyOf(subjectId), enrollmentId));
    },

    async activate(subjectId, enrollmentId, activation, { from, to, at }) {
      const { sealedSecret, lastStep, recoveryDigests } = activation;
      const sealed = formatHex(sealedSecret);
      const digests = recoveryDigests && JSON.stringify(recoveryDigests);
      const values = [from, enrollmentId, sealed, lastStep, to, at, digests];
      return decided(enrollment.activate(keyOf(subjectId), ...values));
    },

    async rename(subjectId, authenticatorId, name) {
      return decided(enrollment.rename(keyOf(subjectId), authenticatorId, name));
    },

    async remove(subjectId, authenticatorId, { keepLast, demandEnrollment }, { from, to, at }) {
      const removeAny = demandEnrollment === true ? removal.removeAndDemand : removal.remove;
      const remove = keepLast ? removal.removeButLast : removeAny;
      return decided(remove(keyOf(subjectId), from, authenticatorId, to, at));
    },

    async replaceRecoveryCodes(subjectId, digests, { from, to, at }) {
      const replace = from === "" ? recovery.replaceFirstCodes : recovery.replaceCodes;
      return decided(replace(keyOf(subjectId), from, to, at, JSON.stringify(digests)));
    },

    async redeemRecoveryCode(subjectId, digest) {
      const { redeemed, remaining } = await settled(recovery.redeemCode(keyOf(subjectId), digest));
      return { redeemed: Number(redeemed) === 1, remaining: Number(remaining) };
    },

    async requireEnrollment(subjectId, { to, at }) {
      await settled(epochs.requireEnrollment(keyOf(subjectId), to, at));
    },

    async demandEnrollment(subjectId) {
      const { demanded } = await settled(epochs.demandEnrollment(keyOf(subjectId)));
      return Number(demanded) === 1;
    },

    async renewEpoch(subjectId, { to, at }, because) {
      const renew = because === "credentials" ? epochs.renewEpochForCredentials : epochs.renewEpoch;
      await database.query(renew(keyOf(subjectId), to, at));
    },

    async contactChanged(subjectId, at) {
      await database.query(epochs.contactChanged(keyOf(subjectId), at));
    },

    async revokeMark(subjectId, markId, expiresAt) {
      const { revoked } = await settled(epochs.revokeMark(keyOf(subjectId), markId, expiresAt));
      return Number(revoked) === 1;
    },

    ...postgresAccountRecords(database, keyOf, decided, settled),

    async reseal(subjectId, authenticatorId, expected, sealed) {
      const values = [authenticatorId, formatHex(expected), formatHex(sealed)];
      return decided(verification.reseal(keyOf(subjectId), ...values));
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
