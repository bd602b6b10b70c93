import type { SubjectPage } from "../stores/records.js";
import type { Suite } from "../suite.js";

export interface ListOptions {
  /** `next` of the page before; the first one where it is left out. */
  readonly after?: string | null;
  /** 1 to 500, 50 by default. */
  readonly limit?: number;
}

/**
 * Accounts that ever had to do with a second factor, in an order that stays the same.
 *
 * @throws RangeError, Unavailable
 */
export async function listSubjects(
  { records }: Suite,
  { after = null, limit = 50 }: ListOptions = {},
): Promise<SubjectPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    throw new RangeError("The limit of a list is a whole number from 1 to 500.");
  return records.listSubjects(after, limit);
}
