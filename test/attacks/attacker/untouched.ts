import assert from "node:assert/strict";
import type { Client, Reply, Testbed } from "../../testbed/index.js";

/** Refused for what it is, by the suite or by the host's own parser: never let in, never a crash. */
export function mustBeBadInput({ status, text }: Reply, what: string): void {
  assert.ok([400, 413, 415].includes(status), `${what.slice(0, 120)}: ${status} ${text}`);
}

/** What was malformed was compared with nothing: no failure counted, no budget spent. */
export async function mustHaveCountedNothing(bed: Testbed, browser: Client): Promise<void> {
  const user = (await browser.request("GET", "/cart")).json<{ user: string }>().user;
  const { failures } = await bed.record(user);
  assert.deepEqual([failures.count, failures.inARow], [0, 0], "no failure was counted");
  const compared = bed.events.filter(({ type }) => type.startsWith("verification."));
  assert.deepEqual(compared, [], "nothing was compared");
}
