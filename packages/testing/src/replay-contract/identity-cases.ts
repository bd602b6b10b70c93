import { oddIds } from "../odd-ids.js";
import { inParallel, must } from "../runner.js";
import type { DefineReplayCase, ReplayCase } from "./replay-case.js";
import { type Asking, above } from "./replay-client.js";

export function defineIdentityCases(it: DefineReplayCase): void {
  it("keeps every subject id apart, whatever characters it has (REP-20)", (context) =>
    apart(
      context,
      oddIds.map((subject) => ({ subject })),
    ));

  it("keeps every authenticator id apart, whatever characters it has", (context) =>
    apart(
      context,
      oddIds.map((authenticator) => ({ authenticator })),
    ));

  it("knows where a subject id ends and an authenticator id begins", (context) =>
    apart(context, [
      { subject: "a", authenticator: "b" },
      { subject: "b", authenticator: "a" },
      { subject: "ab", authenticator: "c" },
      { subject: "a", authenticator: "bc" },
      { subject: "a:b", authenticator: "c" },
      { subject: "a", authenticator: "b:c" },
      { subject: "a b", authenticator: "c" },
      { subject: "a", authenticator: "b c" },
    ]));

  it("keeps namespaces apart (STO-11, STO-18)", (context) =>
    apart(context, [
      { namespace: "one", subject: "ada" },
      { namespace: "two", subject: "ada" },
      { namespace: "on", subject: "eada" },
      { namespace: "one.two", subject: "ada" },
      { namespace: "one-two", subject: "ada" },
      { namespace: "one_two", subject: "ada" },
      { namespace: "One", subject: "ada" },
    ]));
}

/** Nobody's used step blocks another, and everybody's own is remembered. */
async function apart({ decide, ask }: ReplayCase, identities: readonly Asking[]): Promise<void> {
  const fresh = await inParallel(identities.length, (index) =>
    decide(above(0), { ...identities[index], client: index }),
  );
  fresh.forEach((answer, index) => {
    must(
      answer === true,
      `${JSON.stringify(identities[index])} was refused a fresh step: another one's blocked it, and ids must be kept apart byte for byte`,
    );
  });
  const again = await inParallel(identities.length, (index) =>
    ask(above(0), { ...identities[index], client: index + 1 }),
  );
  again.forEach((answer, index) => {
    must(
      answer === false,
      `${JSON.stringify(identities[index])} used a step twice: the store lost what it had accepted`,
    );
  });
}
