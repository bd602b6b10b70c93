import type { Records } from "@second-factor/core/stores";
import { recordsContract } from "@second-factor/testing";
import { describe, expect, it } from "vitest";
import { broken, failuresOf } from "./broken-records.js";
import { atomicChange, documentRecords, racyChange } from "./document-records.js";
import { eventualRecords } from "./eventual-stores.js";

recordsContract(
  { describe, it },
  {
    name: "a document changed atomically",
    open: async () => ({ stores: [documentRecords(atomicChange)], close: async () => {} }),
  },
);

describe("records contract", () => {
  it("fails a store that checks, waits and then acts, by the name of every promise it breaks (STO-14)", async () => {
    const failures = await failuresOf(() => documentRecords(racyChange));
    const messages = [...failures.values()].join("\n");
    expect(messages).toMatch(
      /acceptStep let 50 of 50 parallel callers in: it must be a compare-and-set/,
    );
    expect(messages).toMatch(
      /redeemRecoveryCode let 50 of 50 parallel callers in: it must be one conditional delete/,
    );
    expect(messages).toMatch(/two codes redeemed in parallel left 9 of 10/);
    expect(messages).toMatch(/countFailure counted 1 of 50 parallel failures/);
    expect(messages).toMatch(/activate let 20 of 20 parallel callers through/);
    expect(messages).toMatch(/of two authenticators removed in parallel with keepLast/);
    expect(messages).toMatch(/cancel answered true to 10 of 10/);
    expect(messages).toMatch(/20 of 20 parallel replacements at one epoch went through/);
    expect(messages).toMatch(/revokeMark answered true to 20 of 20/);
    expect(messages).toMatch(/demandEnrollment answered true to 20 of 20/);
    expect(messages).toMatch(/openRecovery let 20 of 20 parallel callers through/);
    expect(messages).toMatch(/changeRecovery let 20 of 20 parallel callers through/);
    expect(messages).toMatch(/of completing and canceling a recovery in parallel 2 went through/);
    expect(messages).toMatch(/rotateBrowser let 20 of 20 parallel callers through/);
    expect(messages).toMatch(/10 browsers kept in parallel left .*: one overwrote the other/);
    expect(messages).toMatch(/countBrowserFailure counted 0\+1 of 0\+20 in parallel/);
    expect(messages).toMatch(/removeBrowsers counted a browser that another caller had removed/);
    // Every other rule it keeps: the failures above come from the races alone.
    expect(failures.size).toBe(17);
  });

  it("fails an eventually consistent store, though each of its places is right about itself (STO-14)", async () => {
    const failures = await failuresOf(() => eventualRecords());
    const messages = [...failures.values()].join("\n");
    expect(messages).toMatch(
      /acceptStep let 2 of 50 parallel callers in: it must be a compare-and-set/,
    );
    expect(messages).toMatch(
      /redeemRecoveryCode let 2 of 50 parallel callers in: it must be one conditional delete/,
    );
    expect(messages).toMatch(/two codes redeemed in parallel left 9 of 10/);
    expect(messages).toMatch(/countFailure counted 25 of 50 parallel failures/);
    expect(messages).toMatch(/activate let 2 of 20 parallel callers through/);
    expect(messages).toMatch(/of two authenticators removed in parallel with keepLast/);
    expect(messages).toMatch(/cancel answered true to 2 of 10/);
    expect(messages).toMatch(/2 of 20 parallel replacements at one epoch went through/);
    expect(messages).toMatch(/revokeMark answered true to 2 of 20/);
    expect(messages).toMatch(/demandEnrollment answered true to 2 of 20/);
    expect(messages).toMatch(/openRecovery let 2 of 20 parallel callers through/);
    expect(messages).toMatch(/changeRecovery let 2 of 20 parallel callers through/);
    expect(messages).toMatch(/of completing and canceling a recovery in parallel 2 went through/);
    expect(messages).toMatch(/rotateBrowser let 2 of 20 parallel callers through/);
    expect(messages).toMatch(/10 browsers kept in parallel left .*: one overwrote the other/);
    expect(messages).toMatch(/countBrowserFailure counted 0\+10 of 0\+20 in parallel/);
    expect(messages).toMatch(/removeBrowsers counted a browser that another caller had removed/);
    // One after the other, its places never contradict each other: only the races tell.
    expect(failures.size).toBe(17);
  });

  it("fails a store whose reads come from a replica that lags, by what that would mean (STO-14)", async () => {
    const failures = await failuresOf(() => eventualRecords(50));
    expect(failures.get("shows every client at once what one of them wrote (STO-14)")).toMatch(
      /load did not show what acceptStep had written before: a used code would seem fresh/,
    );
  });

  describe("fails a store that lies, by name (STO-13)", () => {
    for (const lie of [undefined, 1, "OK", "true", null]) {
      it(`acceptStep answers ${JSON.stringify(lie)}`, async () => {
        const failures = await failuresOf(() =>
          broken((right) => ({
            acceptStep: async (...args) =>
              (await right.acceptStep(...args)) ? (lie as never) : false,
          })),
        );
        expect(failures.get("answers acceptStep with a literal true or false (STO-13)")).toContain(
          `acceptStep answered ${JSON.stringify(lie)} where only the literal true is a verdict`,
        );
      });
    }
  });

  /** One bug each, and a promise that the failure has to name. */
  const bugs: readonly [string, (right: Records, namespace: string) => Partial<Records>, RegExp][] =
    [
      [
        "takes the last step again",
        (right) => ({
          acceptStep: (s, a, { first, last }, at) =>
            right.acceptStep(s, a, { first: first + 1, last }, at),
        }),
        /acceptStep took steps 0 to 0/,
      ],
      [
        "checks a range by its end",
        (right) => ({
          acceptStep: (s, a, { last }, at) => right.acceptStep(s, a, { first: last, last }, at),
        }),
        /acceptStep took steps 0 to 2|acceptStep took steps -1 to 1/,
      ],
      [
        "remembers the first step of a range",
        (right) => ({
          acceptStep: (s, a, { first }, at) => right.acceptStep(s, a, { first, last: first }, at),
        }),
        /must leave its last step behind/,
      ],
      [
        "shares its rows between namespaces",
        () => shared.forNamespace("one for all"),
        /in another namespace|into another namespace|showed in another|refused a pending enrollment|nobody has seen/,
      ],
      [
        "folds the case of subject ids",
        (right) => mapSubject(right, (id) => id.toLowerCase()),
        /was mixed up with another/,
      ],
      [
        "normalises subject ids",
        (right) => mapSubject(right, (id) => id.normalize()),
        /was mixed up with another/,
      ],
      [
        "trims subject ids",
        (right) => mapSubject(right, (id) => id.slice(0, 255)),
        /was mixed up with another/,
      ],
      [
        "forgets the epoch with the last authenticator",
        (right) => ({
          async remove(s, a, options, change) {
            const removed = await right.remove(s, a, options, change);
            const { authenticators } = await right.load(s);
            if (removed && authenticators.length === 0)
              await right.renewEpoch(s, { to: "", at: 0 }, "sign_out");
            return removed;
          },
        }),
        /the epoch was lost with the last authenticator/,
      ],
      [
        "forgets the duty to enroll with the last one",
        (right) => ({
          remove: (s, a, { keepLast }, change) => right.remove(s, a, { keepLast }, change),
        }),
        /mustEnroll together/,
      ],
      [
        "ignores keepLast",
        (right) => ({
          remove: (s, a, _options, change) => right.remove(s, a, { keepLast: false }, change),
        }),
        /keepLast/,
      ],
      [
        "ignores the epoch on activate",
        (right) => ({
          activate: async (s, e, activation, change) =>
            right.activate(s, e, activation, { ...change, from: (await right.load(s)).epoch }),
        }),
        /activate took a stale epoch/,
      ],
      [
        "ignores the epoch on replace",
        (right) => ({
          replaceRecoveryCodes: async (s, digests, change) =>
            right.replaceRecoveryCodes(s, digests, {
              ...change,
              from: (await right.load(s)).epoch,
            }),
        }),
        /replaceRecoveryCodes took a stale epoch/,
      ],
      [
        "drops the recovery codes on every activation",
        (right) => ({
          activate: (s, e, { recoveryDigests, ...rest }, change) =>
            right.activate(s, e, { ...rest, recoveryDigests: recoveryDigests ?? [] }, change),
        }),
        /changed those that stand/,
      ],
      [
        "lets windows end at once, as a timer of 30 days does",
        (right) => ({ countFailure: (s, at) => right.countFailure(s, at, 0.001) }),
        /the window is fixed/,
      ],
      [
        "never ends a window",
        (right) => ({ countFailure: (s, at) => right.countFailure(s, at, 1e9) }),
        /the window is fixed/,
      ],
      [
        "forgives failures on success",
        (right) => ({
          async load(s) {
            const record = await right.load(s);
            const { failures } = record;
            return failures.inARow === 0
              ? { ...record, failures: { ...failures, count: 0 } }
              : record;
          },
        }),
        /success ends the row of failures and gives nothing back/,
      ],
      [
        "renews the epoch when a code is redeemed",
        (right) => ({
          async redeemRecoveryCode(s, digest) {
            const answer = await right.redeemRecoveryCode(s, digest);
            if (answer.redeemed) await right.renewEpoch(s, { to: digest, at: 1 }, "sign_out");
            return answer;
          },
        }),
        /redeeming a recovery code changed the epoch/,
      ],
      [
        "forgets mustEnroll",
        (right) => ({
          requireEnrollment: (s, change) => right.renewEpoch(s, change, "sign_out"),
        }),
        /must set mustEnroll/,
      ],
      [
        "reseals blindly",
        (right) => ({
          reseal: async (s, a, _expected, sealed) => {
            const held = (await right.load(s)).authenticators.find(({ id }) => id === a);
            return held === undefined ? false : right.reseal(s, a, held.sealedSecret, sealed);
          },
        }),
        /reseal overwrote a secret/,
      ],
      ["loses revoked marks", () => ({ revokeMark: async () => true }), /revokeMark left/],
      [
        "ends its list with the first page",
        (right) => ({
          listSealed: async (...args) => ({ ...(await right.listSealed(...args)), next: null }),
        }),
        /listSealed in pages of 1 gave 1 secrets of/,
      ],
      [
        "lists active authenticators alone",
        (right) => ({
          async listSealed(...args) {
            const { sealed, next } = await right.listSealed(...args);
            return { sealed: sealed.filter(({ purpose }) => purpose === "totp"), next };
          },
        }),
        /a key would be taken away while secrets need it/,
      ],
      [
        "lists enrollments that expired",
        (right) => ({ listSealed: (after, limit) => right.listSealed(after, limit, 0) }),
        /only what can still be opened in this namespace/,
      ],
      [
        "pages by numbers that shift when rows come and go",
        (right) => ({
          async listSealed(after, limit, at) {
            const { sealed } = await right.listSealed(null, 1e6, at);
            const subjects = [...new Set(sealed.map(({ subjectId }) => subjectId))];
            const from = Number(after ?? 0);
            const page = subjects.slice(from, from + limit);
            return {
              sealed: sealed.filter(({ subjectId }) => page.includes(subjectId)),
              next: page.length < limit ? null : String(from + limit),
            };
          },
        }),
        /left out or repeated a secret/,
      ],
    ];
  const shared = documentRecords(atomicChange);

  for (const [bug, change, promise] of bugs) {
    it(`fails a store that ${bug}`, async () => {
      const failures = await failuresOf(() => broken(change));
      expect([...failures.values()].join("\n")).toMatch(promise);
    });
  }
});

function mapSubject(records: Records, map: (subjectId: string) => string): Records {
  const methods = Object.entries(records) as [string, (...args: unknown[]) => unknown][];
  return Object.fromEntries(
    methods.map(([method, call]) => [
      method,
      // Its first argument is no subject.
      method === "listSealed" || method === "listSubjects"
        ? call
        : (id: string, ...rest: unknown[]) => call(map(id), ...rest),
    ]),
  ) as unknown as Records;
}
