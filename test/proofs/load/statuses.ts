import type { RawReply } from "./connection.js";

export type Statuses = Readonly<Record<string, number>>;

/** How many replies had each status. */
export function countStatuses(replies: readonly RawReply[]): Statuses {
  return sumStatuses(replies.map(({ status }) => ({ [status]: 1 })));
}

export function sumStatuses(all: readonly Statuses[]): Statuses {
  const sum: Record<string, number> = {};
  for (const statuses of all) {
    for (const [status, count] of Object.entries(statuses))
      sum[status] = (sum[status] ?? 0) + count;
  }
  return sum;
}
