import assert from "node:assert/strict";
import type { Lane } from "@second-factor/core";
import type { Client, Reply, Testbed } from "../../testbed/index.js";

/** How many codes were really compared, in one lane or in all: the tries that the budgets are there to bound. */
export function comparisons(bed: Testbed, lane?: Lane): number {
  return bed.events.filter(
    (event) =>
      (event.type === "verification.invalid" ||
        event.type === "verification.replayed" ||
        event.type === "verification.accepted") &&
      (lane === undefined || event.lane === lane),
  ).length;
}

export function mustRefuse(reply: Reply, status: number, code: string): void {
  assert.deepEqual(
    { status: reply.status, code: reply.code },
    { status, code },
    `refused with ${code}`,
  );
}

export function mustAccept(reply: Reply): void {
  assert.equal(reply.status, 200, `accepted, not ${reply.status} ${reply.text}`);
}

/** What counts in the end: whether this browser gets behind the guard. */
export async function mustBeOutside(client: Client): Promise<void> {
  const reply = await client.request("GET", "/account");
  assert.notEqual(reply.status, 200, "the account opened without a second factor");
}

export async function mustBeInside(client: Client): Promise<void> {
  mustAccept(await client.request("GET", "/account"));
}

/** The guard asks for the second factor. */
export async function mustBeAsked(client: Client): Promise<void> {
  mustRefuse(await client.request("GET", "/account"), 403, "second_factor_required");
}

/** How many replies had each status. */
export function byStatus(replies: readonly Pick<Reply, "status">[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export function mustHaveNoOutage(replies: readonly Pick<Reply, "status">[]): void {
  assert.ok(
    replies.every(({ status }) => status < 500),
    `no outage: ${JSON.stringify(byStatus(replies))}`,
  );
}
