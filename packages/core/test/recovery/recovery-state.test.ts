import { describe, expect, it } from "vitest";
import { describeRecovery, isOpen, quietUntil } from "../../src/recovery/recovery-state.js";
import { emptySubjectRecord, type RecoveryRecord } from "../../src/stores/subject-record.js";

const recovery: RecoveryRecord = {
  id: "one",
  kind: "delayed",
  state: "waiting",
  openedAt: 100,
  availableAt: 200,
  expiresAt: 300,
  openedBy: "alice",
  reason: "",
  caseReference: "",
  decidedBy: null,
};

describe("the state of a recovery", () => {
  it.each(["waiting", "requested", "approved"] as const)(
    "is open as %s until it expires",
    (state) => {
      const open = { ...recovery, state };
      expect([isOpen(open, 100), isOpen(open, 299)]).toEqual([true, true]);
      expect([isOpen(open, 300), isOpen(open, Number.NaN)], "fails closed").toEqual([false, false]);
      expect(describeRecovery(open, 299)?.state).toBe(state);
      expect(describeRecovery(open, 300)?.state).toBe("expired");
    },
  );

  it.each(["completed", "canceled", "denied"] as const)(
    "is over as %s, whatever the time",
    (state) => {
      const over = { ...recovery, state };
      expect([isOpen(over, 100), isOpen(over, 400)]).toEqual([false, false]);
      expect([describeRecovery(over, 100), describeRecovery(over, 400)]).toEqual([over, over]);
    },
  );

  it("is nothing where there never was one", () => {
    expect([isOpen(null, 100), describeRecovery(null, 100)]).toEqual([false, null]);
  });
});

it("stays quiet after the later of the two changes, and not at all without one", () => {
  const record = { ...emptySubjectRecord, credentialsChangedAt: 50 };
  expect(quietUntil(emptySubjectRecord, 10)).toBe(0);
  expect(quietUntil(record, 10)).toBe(60);
  expect(quietUntil({ ...record, contactChangedAt: 70 }, 10)).toBe(80);
});
