import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import type { Records } from "@second-factor/core/stores";
import { sqlRecords } from "@second-factor/sql";
import { afterAll, beforeAll, it } from "vitest";
import { browser, recovery } from "../../../packages/sql/test/every-call.js";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { type OpenedPostgres, openPostgres, patient } from "./open-postgres.js";

let server: PostgresServer;
let opened: OpenedPostgres;
beforeAll(async () => {
  server = await startPostgres();
  opened = await openPostgres(server, patient, { max: 25 });
});
afterAll(async () => {
  await opened?.close();
  await server?.close();
});

const parameters = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const secret = new Uint8Array([1, 2, 3]);
const now = 1_767_225_600_000;

/** What clients were told, to be held against what is there in the end. */
class Told {
  failures = 0;
  resets = 0;
  readonly accepted: string[] = [];
  readonly activated: string[] = [];
  readonly removed: string[] = [];
  readonly redeemed: string[] = [];
  readonly decided: string[] = [];
  readonly rotated: string[] = [];
  readonly epochs = new Set<string>();

  /** Whether everything that can win has won at least once. */
  get isWhole(): boolean {
    const { accepted, activated, removed, redeemed, decided, rotated, resets } = this;
    const won = [accepted, activated, removed, redeemed, decided, rotated];
    return resets > 0 && won.every(({ length }) => length > 0);
  }
}

type Act = (records: Records, told: Told) => Promise<unknown>;

async function moveFrom(records: Records) {
  const record = await records.load("ada");
  return { record, change: { from: record.epoch, to: randomUUID(), at: now } };
}

/** What always wins and changes the epoch would leave the others none to win. */
const seldom =
  (act: Act): Act =>
  async (records, told) =>
    randomInt(40) === 0 ? act(records, told) : undefined;

const acts: readonly Act[] = [
  async (records, told) => {
    const { authenticators } = await records.load("ada");
    const held = authenticators[randomInt(authenticators.length + 1)];
    if (held === undefined) return;
    const step = held.lastStep + 1;
    const taken = await records.acceptStep("ada", held.id, { first: step, last: step }, now);
    if (taken) told.accepted.push(`${held.id} ${step}`);
  },
  async (records, told) => {
    await records.countFailure("ada", now, 60);
    told.failures += 1;
  },
  async (records) => {
    if (randomInt(2) === 0) return;
    const id = randomUUID();
    const pending = { id, name: id, parameters, sealedSecret: secret, startedBy: "session" };
    await records.begin("ada", { ...pending, epoch: "", expiresAt: now });
  },
  async (records, told) => {
    const { record, change } = await moveFrom(records);
    if (record.pending === null) return;
    const { id } = record.pending;
    const digests = [randomUUID(), randomUUID(), randomUUID()];
    const activation = { sealedSecret: secret, lastStep: 1, recoveryDigests: digests };
    if (!(await records.activate("ada", id, activation, change))) return;
    told.activated.push(id);
    told.epochs.add(change.to);
    for (const digest of digests) {
      if ((await records.redeemRecoveryCode("ada", digest)).redeemed) told.redeemed.push(digest);
    }
  },
  async (records, told) => {
    const { record, change } = await moveFrom(records);
    const held = record.authenticators[0];
    if (held === undefined) return;
    const keepLast = randomInt(2) === 0;
    if (!(await records.remove("ada", held.id, { keepLast }, change))) return;
    told.removed.push(held.id);
    told.epochs.add(change.to);
  },
  async (records, told) => {
    const { change } = await moveFrom(records);
    const digest = randomUUID();
    if (!(await records.replaceRecoveryCodes("ada", [digest, randomUUID()], change))) return;
    told.epochs.add(change.to);
    const twice = [1, 2].map(() => records.redeemRecoveryCode("ada", digest));
    for (const { redeemed } of await Promise.all(twice)) if (redeemed) told.redeemed.push(digest);
  },
  seldom(async (records, told) => {
    const to = randomUUID();
    await records.requireEnrollment("ada", { to, at: now });
    told.epochs.add(to);
    told.resets += 1;
  }),
  seldom(async (records, told) => {
    const to = randomUUID();
    await records.renewEpoch("ada", { to, at: now }, "credentials");
    told.epochs.add(to);
  }),
  (records) => records.cancel("ada", randomUUID()),
  async (records, told) => {
    const { recovery: held } = await records.load("ada");
    const id = randomUUID();
    if (await records.openRecovery("ada", { ...recovery, id, expiresAt: now })) return;
    if (held === null || held.state !== recovery.state) return;
    const denied = { ...recovery, state: "denied" as const };
    const to = randomUUID();
    const completes = randomInt(20) === 0;
    const [changed, completed] = await Promise.all([
      records.changeRecovery("ada", held.id, held.state, denied),
      completes && records.completeRecovery("ada", held.id, held.state, { to, at: now }),
    ]);
    if (changed || completed) told.decided.push(held.id);
    assert.ok(!(changed && completed), "a recovery was denied and completed");
    if (!completed) return;
    told.epochs.add(to);
    told.resets += 1;
  },
  async (records) => {
    const id = `browser ${randomInt(8)}`;
    await records.keepBrowser("ada", { ...browser, id, lastSeenAt: randomInt(100) }, 5);
    await records.countBrowserFailure("ada", { ...browser, id }, now, 60, 5);
  },
  async (records, told) => {
    const held = (await records.load("ada")).browsers[0];
    if (held === undefined) return;
    const digests = { from: held.digest, to: randomUUID() };
    if (await records.rotateBrowser("ada", held.id, digests, now)) told.rotated.push(digests.from);
    if (randomInt(4) === 0) await records.removeBrowsers("ada", [held.id]);
  },
  (records) => records.contactChanged("ada", now),
  (records) => records.demandEnrollment("ada"),
  (records) => records.revokeMark("ada", `mark ${randomInt(20)}`, now + randomInt(1000) - 500),
  async (records) => {
    const held = (await records.load("ada")).authenticators[0];
    if (held === undefined) return;
    await records.rename("ada", held.id, randomUUID());
    await records.reseal("ada", held.id, held.sealedSecret, secret);
  },
];

it("takes everything at once from 50 clients, without a deadlock and without a contradiction", async () => {
  const told = new Told();
  const clients = Array.from({ length: 50 }, (_, index) => {
    const database = opened.databases[index % 2];
    assert.ok(database);
    return sqlRecords(database).forNamespace("app");
  });
  const until = Date.now() + 1500;
  async function hammer(records: Records): Promise<void> {
    while (Date.now() < until || !told.isWhole) {
      await acts[randomInt(acts.length)]?.(records, told);
    }
  }
  await Promise.all(clients.map(hammer));

  const { rows } = await opened.run(
    "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()",
  );
  assert.equal(rows[0].deadlocks, 0, "deadlocks among our own statements");
  const mustBeUnique = (what: string, all: readonly string[]) =>
    assert.equal(new Set(all).size, all.length, `${what} twice`);
  mustBeUnique("a time step was accepted", told.accepted);
  mustBeUnique("a recovery code was redeemed", told.redeemed);
  mustBeUnique("an authenticator was removed", told.removed);
  mustBeUnique("a recovery was decided", told.decided);
  const rotated = told.rotated.filter((digest) => digest !== browser.digest);
  mustBeUnique("a browser's digest was rotated", rotated);

  const record = await clients[0]!.load("ada");
  assert.equal(record.failures.count, told.failures, "failures were lost");
  assert.ok(record.browsers.length <= 5, "more browsers than may be");
  assert.ok(told.epochs.has(record.epoch), "the epoch is one that nobody was told of");
  for (const { id } of record.authenticators) {
    assert.ok(told.activated.includes(id), "an authenticator that nobody was told of");
    assert.ok(!told.removed.includes(id), "an authenticator that was removed");
  }
  const left = told.activated.length - told.removed.length - record.authenticators.length;
  assert.ok(left >= 0 && (left === 0 || told.resets > 0), `${left} authenticators vanished`);
  await clients[0]!.requireEnrollment("ada", { to: "end", at: now });
  const end = await clients[1]!.load("ada");
  assert.deepEqual([end.authenticators, end.recoveryCodesRemaining, end.pending], [[], 0, null]);
  assert.deepEqual(end.browsers, []);
});
