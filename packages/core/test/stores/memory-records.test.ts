import { recordsContract } from "@second-factor/testing";
import { describe, expect, it } from "vitest";
import { emptySubjectRecord, memoryRecords } from "../../src/stores/index.js";
import { emptyAccount } from "../../src/stores/memory-account.js";
import { newMemorySubjectRow, voidEverything } from "../../src/stores/memory-subject-row.js";

recordsContract(
  { describe, it },
  {
    name: "memory",
    open: async () => ({ stores: [memoryRecords()], close: async () => {} }),
  },
);

const pending = {
  id: "phone",
  name: "Phone",
  parameters: { algorithm: "SHA1", digits: 6, period: 30 } as const,
  sealedSecret: new Uint8Array([1, 2, 3]),
  startedBy: "session",
  epoch: "",
  expiresAt: 1000,
};
const recovery = {
  id: "recovery",
  kind: "support",
  state: "requested",
  openedAt: 1,
  availableAt: 1,
  expiresAt: 9,
  openedBy: "dave",
  reason: "",
  caseReference: "",
  decidedBy: null,
} as const;
const browser = {
  id: "laptop",
  name: "",
  createdAt: 1,
  lastSeenAt: 1,
  epoch: "one",
  trustedUntil: 9,
  digest: "digest",
  rotatedAt: 1,
  failures: { since: 0, count: 0 },
};
const activation = { sealedSecret: new Uint8Array([4, 5]), lastStep: 1, recoveryDigests: ["a"] };

describe("memory records", () => {
  it("says that it lasts as long as the process", () => {
    expect(memoryRecords().durability).toBe("process");
  });

  it("gives two engines of one namespace the same rows", async () => {
    const store = memoryRecords();
    await store.forNamespace("app").countFailure("ada", 1000, 60);
    expect((await store.forNamespace("app").load("ada")).failures.count).toBe(1);
  });

  it("gives out nothing that leads back into the store", async () => {
    const records = memoryRecords().forNamespace("app");
    await records.begin("ada", pending);
    await records.activate("ada", "phone", activation, { from: "", to: "one", at: 5 });
    await records.begin("ada", { ...pending, id: "tablet" });
    await records.revokeMark("ada", "mark", 9);
    await records.openRecovery("ada", recovery);
    await records.keepBrowser("ada", browser, 5);
    const record = await records.load("ada");
    const parts = [
      record,
      record.failures,
      record.authenticators,
      record.authenticators[0],
      record.authenticators[0]?.parameters,
      record.pending,
      record.pending?.parameters,
      record.revokedMarks,
      record.revokedMarks[0],
      record.recovery,
      record.browsers,
      record.browsers[0],
      record.browsers[0]?.failures,
    ];
    for (const part of parts) expect(Object.isFrozen(part)).toBe(true);
    record.pending?.sealedSecret.fill(0);
    expect((await records.load("ada")).pending?.sealedSecret).toEqual(pending.sealedSecret);
    expect(await records.load("nobody")).toBe(emptySubjectRecord);
  });

  it("stores of a recovery's change what a change is, and nothing more", async () => {
    const records = memoryRecords().forNamespace("app");
    await records.openRecovery("ada", recovery);
    const more = { ...recovery, id: "another", state: "approved", openedBy: "mallory" } as const;
    expect(await records.changeRecovery("ada", "recovery", "requested", more)).toBe(true);
    expect((await records.load("ada")).recovery).toEqual({ ...recovery, state: "approved" });
  });

  it("costs a subject without recovery and browsers nothing for them", () => {
    const rows = [newMemorySubjectRow(), newMemorySubjectRow()];
    for (const { account } of rows) expect(account).toBe(emptyAccount);
    voidEverything(rows[0]!);
    expect(rows[0]?.account).toBe(emptyAccount);
  });

  it("forgets revoked marks that expired before the last acceptance, so that they do not pile up", async () => {
    const records = memoryRecords().forNamespace("app");
    await records.begin("ada", pending);
    await records.activate("ada", "phone", activation, { from: "", to: "one", at: 1 });
    for (let day = 1; day <= 100; day += 1) {
      const now = day * 86_400_000;
      await records.acceptStep("ada", "phone", { first: day + 1, last: day + 1 }, now);
      await records.revokeMark("ada", `mark-${day}`, now + 900_000);
    }
    expect((await records.load("ada")).revokedMarks).toEqual([
      { id: "mark-100", expiresAt: 8_640_900_000 },
    ]);
  });
});
