import type { BrowserRecord } from "@second-factor/core/stores";

/** A browser as it stands in the database and comes out of `load`: JSON of its fields and nothing else. */
export function formatBrowser({ failures, ...browser }: BrowserRecord): string {
  const { id, name, createdAt, lastSeenAt, epoch, trustedUntil, digest, rotatedAt } = browser;
  const { since, count } = failures;
  const times = { createdAt, lastSeenAt, trustedUntil, rotatedAt };
  return JSON.stringify({ id, name, epoch, digest, ...times, failures: { since, count } });
}
