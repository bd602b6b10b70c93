import { describe, expect, it } from "vitest";
import { emptySubjectRecord } from "../../src/stores/index.js";
import { isSubjectRecord } from "../../src/stores/is-subject-record.js";

const sealed = {
  id: "phone",
  name: "",
  parameters: { algorithm: "SHA1", digits: 6, period: 30 },
  sealedSecret: new Uint8Array(),
};
const authenticator = { ...sealed, lastStep: 1, createdAt: 1, lastUsedAt: 1 };
const pending = { ...sealed, startedBy: "session", epoch: "", expiresAt: 1 };
const recovery = {
  id: "recovery",
  kind: "delayed",
  state: "waiting",
  openedAt: 1,
  availableAt: 2,
  expiresAt: 3,
  openedBy: "ada",
  reason: "",
  caseReference: "",
  decidedBy: null,
};
const browser = {
  id: "laptop",
  name: "",
  createdAt: 1,
  lastSeenAt: 1,
  epoch: "",
  trustedUntil: 1,
  digest: "",
  rotatedAt: 1,
  failures: { since: 0, count: 0 },
};
const right = {
  ...emptySubjectRecord,
  recovery,
  browsers: [browser],
  authenticators: [authenticator],
  pending,
  revokedMarks: [{ id: "mark", expiresAt: 1 }],
};

describe("a record on which something can be decided (STO-13)", () => {
  it("has every field in its type", () => {
    expect(isSubjectRecord(emptySubjectRecord)).toBe(true);
    expect(isSubjectRecord(right)).toBe(true);
  });

  const wrong = [
    { epoch: undefined },
    { epoch: 1 },
    { epochChangedAt: "0" },
    { mustEnroll: undefined },
    { mustEnroll: 0 },
    { failures: undefined },
    { failures: { since: 0, count: Number.NaN, inARow: 0 } },
    { failures: { since: 0, count: 0, inARow: "0" } },
    { failures: { count: 0, inARow: 0 } },
    { authenticators: null },
    { authenticators: { 0: authenticator, length: 1 } },
    { authenticators: [null] },
    { authenticators: [{ ...authenticator, id: 1 }] },
    { authenticators: [{ ...authenticator, lastStep: Number.NaN }] },
    { authenticators: [{ ...authenticator, parameters: undefined }] },
    { authenticators: [{ ...authenticator, sealedSecret: "AAAA" }] },
    { pending: undefined },
    { pending: authenticator },
    { pending: { ...pending, startedBy: undefined } },
    { pending: { ...pending, epoch: undefined } },
    { pending: { ...pending, expiresAt: "tomorrow" } },
    { recoveryCodesRemaining: undefined },
    { revokedMarks: undefined },
    { revokedMarks: [null] },
    { revokedMarks: [{ id: "mark" }] },
    { credentialsChangedAt: undefined },
    { contactChangedAt: "0" },
    { recovery: undefined },
    { recovery: { ...recovery, id: undefined } },
    { recovery: { ...recovery, kind: "quick" } },
    { recovery: { ...recovery, state: "open" } },
    { recovery: { ...recovery, availableAt: "soon" } },
    { recovery: { ...recovery, expiresAt: Number.NaN } },
    { recovery: { ...recovery, openedBy: null } },
    { browsers: undefined },
    { browsers: [null] },
    { browsers: [{ ...browser, epoch: undefined }] },
    { browsers: [{ ...browser, digest: null }] },
    { browsers: [{ ...browser, trustedUntil: "always" }] },
    { browsers: [{ ...browser, failures: undefined }] },
    { browsers: [{ ...browser, failures: { since: 0, count: Number.NaN } }] },
  ];
  for (const part of wrong) {
    it(`is not one with ${JSON.stringify(part)}`, () => {
      expect(isSubjectRecord({ ...right, ...part })).toBe(false);
    });
  }

  it("is not anything else", () => {
    for (const answer of [undefined, null, true, 1, "record", [], {}]) {
      expect(isSubjectRecord(answer)).toBe(false);
    }
  });
});
