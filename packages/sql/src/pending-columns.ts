/** Of a pending enrollment, in the order in which `begin` binds them. */
export const pendingColumns = [
  "pending_id",
  "pending_name",
  "pending_algorithm",
  "pending_digits",
  "pending_period",
  "pending_sealed_secret",
  "pending_started_by",
  "pending_epoch",
  "pending_expires_at",
];

/** Ends a pending enrollment, as a part of `SET`. */
export const noPending = pendingColumns.map((column) => `${column} = NULL`).join(", ");

/** As a part of `SET` under `ON CONFLICT`. */
export const pendingAsGiven = pendingColumns
  .map((column) => `${column} = excluded.${column}`)
  .join(", ");
