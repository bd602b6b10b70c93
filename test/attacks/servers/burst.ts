import assert from "node:assert/strict";
import type { Client, Reply, Testbed } from "../../testbed/index.js";
import { byStatus } from "../attacker/outcomes.js";
import { signedIn } from "../attacker/sign-in.js";

export const browsersAt = (bed: Testbed): Promise<Client[]> =>
  Promise.all(Array.from({ length: 20 }, () => signedIn(bed, "alice")));

/** The same code, that often at once. */
export const burst = (browsers: readonly Client[], otp: string, parallel = 200): Promise<Reply>[] =>
  Array.from({ length: parallel }, (_, index) =>
    browsers[index % browsers.length]!.clone().verify(otp),
  );

const patience = 20_000;

/** Again and again while all replies are outages: on a busy machine the new primary is reached late. A fence is none. */
export async function burstUntilDecided(send: () => Promise<Reply>[]): Promise<Reply[]> {
  const isOutage = ({ status, headers }: Reply) =>
    status === 503 && Number(headers["retry-after"]) <= 1;
  const until = Date.now() + patience;
  const replies: Reply[] = [];
  do {
    replies.push(...(await Promise.all(send())));
  } while (replies.every(isOutage) && Date.now() < until);
  return replies;
}

export function mustBeAtMostOne(replies: readonly Reply[]): void {
  const statuses = byStatus(replies);
  assert.ok((statuses[200] ?? 0) <= 1, `one code, once: ${JSON.stringify(statuses)}`);
  const odd = replies.find(({ status }) => ![200, 401, 503].includes(status));
  assert.equal(odd, undefined, `refused, or nobody knows: ${odd?.text}`);
}
