import type { MasterKeyFault } from "@second-factor/core";
import { must } from "../runner.js";
import { contextOf, randomKey } from "./data-keys.js";
import { failureOf } from "./failure.js";
import { leakIn } from "./leak-in.js";
import type { DefineMasterKeyCase, MasterKeyCase } from "./master-key-case.js";

export function defineErrorCases(it: DefineMasterKeyCase): void {
  it("says that nobody answers, where that can be caused (CRY-11)", async (context) => {
    const { breakIt } = context;
    if (breakIt !== null) await mustFailBoth(context, breakIt, "unreachable");
  });

  it("says that the key may not be used, where that can be caused", async (context) => {
    const { denyIt } = context;
    if (denyIt !== null) await mustFailBoth(context, denyIt, "denied");
  });

  it("puts no key into an error", async ({ masterKey, breakIt }) => {
    const key = randomKey();
    const wrapped = await masterKey.wrap(key.slice(), contextOf("k1"));
    const wrong = [
      masterKey.unwrap(wrapped, contextOf("k2")),
      masterKey.unwrap(wrapped.slice(0, -1), contextOf("k1")),
    ];
    const failures = await Promise.all(wrong.map(failureOf));
    await breakIt?.();
    const broken = breakIt === null ? [] : [masterKey.wrap(key.slice(), contextOf("k1"))];
    failures.push(...(await Promise.all(broken.map(failureOf))));
    for (const failure of failures) {
      const leak = failure === null ? null : leakIn(failure, key);
      must(leak === null, `an error holds the data key, in ${leak}: errors are logged`);
    }
  });
}

async function mustFailBoth(
  { masterKey }: MasterKeyCase,
  cause: () => Promise<void>,
  fault: MasterKeyFault,
): Promise<void> {
  const key = randomKey();
  const wrapped = await masterKey.wrap(key.slice(), contextOf("k1"));
  await cause();
  const calls = {
    unwrap: () => masterKey.unwrap(wrapped, contextOf("k1")),
    wrap: () => masterKey.wrap(key.slice(), contextOf("k1")),
  };
  for (const [name, call] of Object.entries(calls)) {
    const failure = await failureOf(call());
    must(failure !== null, `${name} answered although the key was ${fault}`);
    must(failure.fault === fault, `${name} failed with "${failure.fault}" instead of "${fault}"`);
  }
}
