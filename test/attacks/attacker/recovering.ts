import type { Notice } from "@second-factor/core";
import type { Client, Reply, Testbed, TestbedOptions } from "../../testbed/index.js";

/** A bed with both ways of recovery on. */
export const recovering = {
  engine: { recovery: { delayed: { acceptsWeakerProof: true }, support: true } },
} as const satisfies TestbedOptions;

export const askForRecovery = (client: Client): Promise<Reply> =>
  client.request("POST", "/2fa/recovery", { json: {} });

export const complete = (client: Client, ticket?: string): Promise<Reply> =>
  client.request("POST", "/2fa/recovery/complete", {
    json: ticket === undefined ? {} : { ticket },
  });

/** By whoever has the link, signed in or not. */
export const cancel = (client: Client, ticket: string): Promise<Reply> =>
  client.request("POST", "/2fa/recovery/cancel", { json: { ticket } });

/** The ticket in the last notice of that kind to that account. */
export function ticketOf(
  { notices }: Pick<Testbed, "notices">,
  kind: Notice["kind"],
  user: string,
): string {
  const last = notices.findLast((notice) => notice.kind === kind && notice.subjectId === user);
  return new URL(last?.url ?? "https://none.example").searchParams.get("ticket") ?? "";
}

/** Opened by dave of support and approved by erin. */
export async function approvedRecovery(
  bed: Pick<Testbed, "engine" | "notices">,
  user: string,
): Promise<string> {
  const grounds = { by: "dave", reason: "phone stolen", caseReference: "#4711" };
  const opened = await bed.engine.recovery.request(user, grounds);
  if (opened.outcome !== "requested") throw new Error(`a recovery for ${user}: ${opened.outcome}`);
  await bed.engine.recovery.approve(user, opened.recovery.id, { by: "erin" });
  return ticketOf(bed, "recovery_approved", user);
}
