import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, it } from "vitest";
import { type Client, type Reply, type Testbed, variants } from "../testbed/index.js";
import { type HostileInput, hostileInputs } from "./attacker/hostile-inputs.js";
import { plainPages } from "./attacker/plain-pages.js";
import { enrolled, signedIn } from "./attacker/sign-in.js";
import { onBed } from "./run-attack.js";

/** A hundred thousand over the five frameworks and both ways to have a body parsed. */
const inputsEach = 10_000;
const atOnce = 25;

describe.each(variants)("hostile inputs on $name", { timeout: 180_000 }, (variant) => {
  for (const parser of [false, true]) {
    const parsing = parser ? "parsed by the host" : "unread";
    it(`INJ-20 ${inputsEach} requests, the body ${parsing}`, () =>
      onBed(variant, { parser, production: true, engine: { pages: plainPages } }, async (bed) => {
        const seed = randomInt(2 ** 31);
        const alice = await enrolled(bed, "alice");
        const thief = await signedIn(bed, "alice");
        await thief.request("GET", "/account");
        const before = await bed.record("alice");
        const { statuses, faults } = await sendAll(thief, hostileInputs(inputsEach, seed));

        assert.deepEqual(faults, [], `seed ${seed}`);
        assert.ok((statuses.get(400) ?? 0) > 100, "most of them reach the routes");
        assert.deepEqual(bed.bank.errors.filter(isOurs), [], `the suite threw; seed ${seed}`);
        await mustBeUnchanged(bed, before, seed);
        const account = await thief.request("GET", "/account");
        assert.equal(account.status, 403, `nothing accepted; seed ${seed}`);
        assert.equal((await alice.browser.request("GET", "/account")).status, 200, "still serving");
      }));
  }
});

async function sendAll(thief: Client, inputs: readonly HostileInput[]) {
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  for (let at = 0; at < inputs.length; at += atOnce) {
    const sending = inputs.slice(at, at + atOnce).map(async (input) => {
      const { method, path, headers, body } = input;
      const bare = method === "GET" || method === "HEAD";
      const reply = await thief.request(method, path, bare ? { headers } : { headers, body });
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      if (isFault(input, reply)) faults.push(describeFault(input, reply));
    });
    await Promise.all(sending);
  }
  return { statuses, faults: faults.slice(0, 5) };
}

/** A page may be shown to whoever asks; nothing else succeeds. */
function isFault({ method }: HostileInput, { status }: Reply): boolean {
  if (status >= 500) return true;
  return method !== "GET" && method !== "HEAD" && status < 300;
}

function describeFault({ method, path, headers, body }: HostileInput, reply: Reply): string {
  const sent = `${method} ${path} ${JSON.stringify(headers)} ${JSON.stringify(String(body).slice(0, 200))}`;
  return `${reply.status} ${reply.text.slice(0, 200)} to ${sent}`;
}

/** A host's parser may complain to the host's error handling; we have nothing to say there. */
function isOurs(error: unknown): boolean {
  return !(error instanceof Error && "status" in error && Number(error.status) < 500);
}

async function mustBeUnchanged(
  bed: Testbed,
  before: Awaited<ReturnType<Testbed["record"]>>,
  seed: number,
): Promise<void> {
  const { failures, ...after } = await bed.record("alice");
  const { failures: _, ...rest } = before;
  assert.deepEqual(after, rest, `seed ${seed}`);
}
