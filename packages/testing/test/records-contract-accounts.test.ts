import type { Records } from "@second-factor/core/stores";
import { describe, expect, it } from "vitest";
import { broken, failuresOf } from "./broken-records.js";

/** One bug each in what concerns recoveries, browsers and lists, and a promise that the failure has to name. */
const bugs: readonly [string, (right: Records) => Partial<Records>, RegExp][] = [
  [
    "sets when the credentials changed on every new epoch",
    (right) => ({ renewEpoch: (s, change) => right.renewEpoch(s, change, "credentials") }),
    /because of credentials, and a sign-out does not/,
  ],
  [
    "forgets that the credentials changed",
    (right) => ({ renewEpoch: (s, change) => right.renewEpoch(s, change, "sign_out") }),
    /because of credentials, and a sign-out does not/,
  ],
  [
    "takes a new address for new credentials",
    (right) => ({
      contactChanged: (s, at) => right.renewEpoch(s, { to: `${at}`, at }, "credentials"),
    }),
    /contactChanged must set contactChangedAt|because of credentials/,
  ],
  [
    "demands an enrollment by a reset",
    (right) => ({
      async demandEnrollment(s) {
        if ((await right.load(s)).authenticators.length > 0) return false;
        const demanded = await right.demandEnrollment(s);
        if (demanded) await right.requireEnrollment(s, { to: "demanded", at: 1 });
        return demanded;
      },
    }),
    /demandEnrollment changed more than mustEnroll/,
  ],
  [
    "demands an enrollment of whoever has an authenticator",
    (right) => ({
      async load(s) {
        const record = await right.load(s);
        return { ...record, mustEnroll: record.mustEnroll || record.authenticators.length > 0 };
      },
    }),
    /demanded another enrollment of a subject that has an authenticator/,
  ],
  [
    "remembers a revoked mark for its first caller only",
    (right) => ({
      async revokeMark(...args) {
        await right.revokeMark(...args);
        return true;
      },
    }),
    /a grant would be good more than once/,
  ],
  [
    "keeps browsers through a reset",
    (right) => ({
      async requireEnrollment(s, change) {
        const { browsers } = await right.load(s);
        await right.requireEnrollment(s, change);
        for (const browser of browsers) await right.keepBrowser(s, browser, browsers.length);
      },
    }),
    /requireEnrollment must void .* browsers/,
  ],
  [
    "lets the last one who asks open a recovery",
    (right) => ({
      async openRecovery(s, recovery) {
        const { state, ...before } = (await right.load(s)).recovery ?? recovery;
        const canceled = { ...recovery, state: "canceled" as const };
        await right.changeRecovery(s, before.id, state, canceled);
        return right.openRecovery(s, recovery);
      },
    }),
    /openRecovery replaced one that is waiting/,
  ],
  [
    "holds an expired recovery for open",
    (right) => ({
      openRecovery: (s, recovery) =>
        right.openRecovery(s, { ...recovery, expiresAt: Number.MAX_SAFE_INTEGER }),
    }),
    /had expired: nobody would ever recover again/,
  ],
  [
    "changes a recovery whatever its state",
    (right) => ({
      changeRecovery: async (s, id, _from, to) =>
        right.changeRecovery(s, id, (await right.load(s)).recovery?.state ?? "denied", to),
    }),
    /took a recovery of another id, state or subject/,
  ],
  [
    "forgets who decided",
    (right) => ({
      changeRecovery: (s, id, from, to) =>
        right.changeRecovery(s, id, from, { ...to, decidedBy: null }),
    }),
    /what the change that was told true made of it/,
  ],
  [
    "completes a recovery and resets afterwards, with what comes in between",
    (right) => ({
      async completeRecovery(s, id, from, change) {
        const { recovery } = await right.load(s);
        if (recovery?.id !== id || recovery.state !== from) return false;
        await right.requireEnrollment(s, change);
        return right.completeRecovery(s, id, from, change);
      },
    }),
    /a recovery was canceled, and the account reset all the same/,
  ],
  [
    "completes a recovery and leaves the authenticators",
    (right) => ({
      completeRecovery: (s, id, from) =>
        right.changeRecovery(s, id, from, {
          state: "completed",
          availableAt: 0,
          expiresAt: 0,
          decidedBy: null,
        }),
    }),
    /completeRecovery must leave the recovery behind, completed and else as it was/,
  ],
  [
    "removes the browser that was just kept",
    (right) => ({
      async keepBrowser(s, browser, most) {
        await right.keepBrowser(s, browser, most + 1);
        const { browsers } = await right.load(s);
        const [first] = browsers.toSorted((a, b) => a.lastSeenAt - b.lastSeenAt);
        if (browsers.length > most) await right.removeBrowsers(s, [first?.id ?? ""]);
      },
    }),
    /the one just kept stays/,
  ],
  [
    "keeps any number of browsers",
    (right) => ({ keepBrowser: (s, browser) => right.keepBrowser(s, browser, 1000) }),
    /keepBrowser past 3 left/,
  ],
  [
    "rotates a browser whatever its digest",
    (right) => ({
      async rotateBrowser(s, id, { to }, at) {
        const held = (await right.load(s)).browsers.find((browser) => browser.id === id);
        return held !== undefined && right.rotateBrowser(s, id, { from: held.digest, to }, at);
      },
    }),
    /rotateBrowser (let 20 of 20|took the digest)/,
  ],
  [
    "never ends a browser's window",
    (right) => ({
      countBrowserFailure: (s, browser, at, _windowSeconds, most) =>
        right.countBrowserFailure(s, browser, at, 1e9, most),
    }),
    /the first failure after a window's end opens the next/,
  ],
  [
    "takes a failure for a visit",
    (right) => ({
      async countBrowserFailure(s, browser, at, windowSeconds, most) {
        await right.countBrowserFailure(s, browser, at, windowSeconds, most);
        const held = (await right.load(s)).browsers.find(({ id }) => id === browser.id);
        if (held !== undefined) await right.keepBrowser(s, { ...held, lastSeenAt: at + 1 }, most);
      },
    }),
    /countBrowserFailure must store the browser it is given, and change its failures alone/,
  ],
  [
    "removes all browsers whoever is named",
    (right) => ({ removeBrowsers: (s) => right.removeBrowsers(s, "all") }),
    /or removed more than was named/,
  ],
  [
    "ends its list of subjects with the first page",
    (right) => ({
      listSubjects: async (...args) => ({ ...(await right.listSubjects(...args)), next: null }),
    }),
    /listSubjects in pages of 1 gave 1 subjects of/,
  ],
  [
    "lists who is enrolled alone",
    (right) => ({
      async listSubjects(...args) {
        const { subjects, next } = await right.listSubjects(...args);
        return { subjects: subjects.filter(({ authenticators }) => authenticators > 0), next };
      },
    }),
    /listSubjects in pages of 1 gave 0 subjects of/,
  ],
  [
    "pages subjects by numbers that shift when rows come and go",
    (right) => ({
      async listSubjects(after, limit) {
        const { subjects } = await right.listSubjects(null, 1e6);
        const from = Number(after ?? 0);
        const page = subjects.slice(from, from + limit);
        return { subjects: page, next: page.length < limit ? null : String(from + limit) };
      },
    }),
    /left out or repeated a subject/,
  ],
  [
    "tells more of a recovery than a list has to show",
    (right) => ({
      async listSubjects(...args) {
        const { subjects, next } = await right.listSubjects(...args);
        const reason = "of the subject's own";
        return {
          subjects: subjects.map((each) => ({
            ...each,
            recovery: each.recovery && { ...each.recovery, reason },
          })),
          next,
        };
      },
    }),
    /listSubjects told .* of a subject instead of/,
  ],
];

describe("records contract, of recoveries, browsers and lists", () => {
  for (const [bug, change, promise] of bugs) {
    it(`fails a store that ${bug}`, async () => {
      const failures = await failuresOf(() => broken(change));
      expect([...failures.values()].join("\n")).toMatch(promise);
    });
  }
});
