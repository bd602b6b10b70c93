import type { Records } from "@second-factor/core/stores";
import { browser, recovery } from "../../../packages/sql/test/every-call.js";

const namespace = "collide";
const parameters = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const secret = new Uint8Array([1, 2, 3]);
export const now = 1_767_225_600_000;

const pending = (id: string) => ({
  id,
  name: id,
  parameters,
  sealedSecret: secret,
  startedBy: "session",
  epoch: "",
  expiresAt: now,
});

/** Where a subject may stand when two calls meet: with another authenticator to remain, or without. */
export const grounds: Readonly<Record<string, readonly string[]>> = {
  "two authenticators": ["phone", "tablet"],
  "one authenticator": ["phone"],
};

export async function layGround(records: Records, authenticators: readonly string[]) {
  for (const id of authenticators) {
    await records.begin("ada", pending(id));
    const change = { from: (await records.load("ada")).epoch, to: `with ${id}`, at: now };
    const activation = { sealedSecret: secret, lastStep: 10, recoveryDigests: ["one", "two"] };
    await records.activate("ada", id, activation, change);
  }
  await records.begin("ada", pending("laptop"));
  await records.countFailure("ada", now, 60);
  await records.revokeMark("ada", "old mark", now + 1);
  await records.openRecovery("ada", { ...recovery, state: "approved", expiresAt: now });
  for (const [id, lastSeenAt] of [
    ["old", now],
    ["older", now - 1],
  ] as const) {
    await records.keepBrowser("ada", { ...browser, id, lastSeenAt }, 3);
  }
  await records.contactChanged("ada", now);
  await records.renewEpoch("ada", { to: "start", at: now }, "sign_out");
}

/** From the epoch that both calls have seen, to one of each call's own. */
export const change = (turn: number) => ({ from: "start", to: `after ${turn}`, at: now + turn });

/** Every method that writes, as it would win if it were alone. */
export const calls: Readonly<Record<string, (records: Records, turn: number) => Promise<unknown>>> =
  {
    acceptStep: (records, turn) =>
      records.acceptStep("ada", "phone", { first: 11, last: 11 }, now + turn),
    countFailure: (records, turn) => records.countFailure("ada", now + turn, 60),
    begin: (records, turn) => records.begin("ada", pending(`watch ${turn}`)),
    cancel: (records) => records.cancel("ada", "laptop"),
    activate: (records, turn) =>
      records.activate(
        "ada",
        "laptop",
        { sealedSecret: secret, lastStep: 10, recoveryDigests: [`new ${turn}`, "two"] },
        change(turn),
      ),
    rename: (records, turn) => records.rename("ada", "phone", `phone ${turn}`),
    "remove, not the last": (records, turn) =>
      records.remove("ada", "phone", { keepLast: true }, change(turn)),
    "remove another, not the last": (records, turn) =>
      records.remove("ada", "tablet", { keepLast: true }, change(turn)),
    remove: (records, turn) => records.remove("ada", "phone", { keepLast: false }, change(turn)),
    replaceRecoveryCodes: (records, turn) =>
      records.replaceRecoveryCodes("ada", [`new ${turn}`, "one", "three"], change(turn)),
    redeemRecoveryCode: (records) => records.redeemRecoveryCode("ada", "one"),
    "redeemRecoveryCode, another": (records) => records.redeemRecoveryCode("ada", "two"),
    requireEnrollment: (records, turn) => records.requireEnrollment("ada", change(turn)),
    renewEpoch: (records, turn) => records.renewEpoch("ada", change(turn), "sign_out"),
    revokeMark: (records, turn) => records.revokeMark("ada", "mark", now + turn),
    reseal: (records, turn) => records.reseal("ada", "phone", secret, new Uint8Array([9, turn])),
  };

/** All that can be told about the subject, as text. Redeems its recovery codes. */
export async function describeSubject(records: Records): Promise<string> {
  const record = await records.load("ada");
  const codes: string[] = [];
  for (const digest of ["one", "two", "three", "new 1", "new 2"]) {
    if ((await records.redeemRecoveryCode("ada", digest)).redeemed) codes.push(digest);
  }
  const marks = [...record.revokedMarks].sort((left, right) => (left.id < right.id ? -1 : 1));
  // Stores give the fields of a thing in an order of their own.
  const text = (_key: string, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
    const isFields = typeof value === "object" && value !== null && !Array.isArray(value);
    return isFields ? Object.fromEntries(Object.entries(value).sort()) : value;
  };
  const ordered = Object.entries({ ...record, revokedMarks: marks, codes }).sort();
  return JSON.stringify(ordered, text);
}

const tables = ["subjects", "authenticators", "accounts"];

export const collisions = {
  namespace,
  /** Nobody gets past these rows until the transaction ends. */
  hold: tables.map(
    (table) => `SELECT 1 FROM second_factor_${table} WHERE namespace = '${namespace}' FOR UPDATE`,
  ),
};
