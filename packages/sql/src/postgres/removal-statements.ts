import { pendingColumns } from "../pending-columns.js";
import { voidCodes } from "./recovery-statements.js";
import { ofSubject, statement } from "./statement.js";

const noPendingWithLast = pendingColumns
  .map((column) => `${column} = CASE WHEN last THEN NULL ELSE ${column} END`)
  .join(", ");

/** With the last authenticator goes what is no use without one. */
const removeWhere = (condition: string, also = "") =>
  statement(`
  WITH subject AS MATERIALIZED (
    SELECT 1 FROM second_factor_subjects WHERE ${ofSubject} AND epoch = $3 FOR UPDATE
  ), kept AS MATERIALIZED (
    SELECT count(*) AS others FROM second_factor_authenticators WHERE ${ofSubject} AND id <> $4
  ), removed AS (
    DELETE FROM second_factor_authenticators USING subject, kept WHERE ${ofSubject} AND id = $4 AND ${condition}
    RETURNING others = 0 AS last
  ), codes AS (
    ${voidCodes} USING removed WHERE ${ofSubject} AND last
  )
  UPDATE second_factor_subjects SET epoch = $5, epoch_changed_at = $6, ${noPendingWithLast}${also}
  FROM removed WHERE ${ofSubject}
  RETURNING 1`);

/** `$3` epoch, `$4` authenticator, `$5` new epoch, `$6` now. */
export const remove = removeWhere("TRUE");

/** The same; with the last one an enrollment is demanded. */
export const removeAndDemand = removeWhere("TRUE", ", must_enroll = must_enroll OR last");

/** The same, only where another authenticator remains. */
export const removeButLast = removeWhere("others > 0");
