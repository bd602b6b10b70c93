import type { RecordsStore } from "@second-factor/core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { countTurns, startPostgres, startRedis } from "../servers/index.js";
import { type Reply, type Testbed, variants } from "../testbed/index.js";
import {
  type Ground,
  postgresAlone,
  redisAlone,
  redisAndFile,
  redisAndPostgres,
  type Servers,
} from "./trip-grounds.js";

/** Sequential trips that the reply waits for; those to a file or to memory go through no proxy and do not count. */
interface Trips {
  readonly right: number;
  readonly wrong: number;
  readonly replayed: number;
  readonly recovery: number;
  readonly wrongRecovery: number;
  readonly guarded: number;
  readonly guardedLater: number;
  readonly fresh: number;
}

const all: Trips = {
  right: 2,
  wrong: 2,
  replayed: 2,
  recovery: 2,
  wrongRecovery: 3,
  guarded: 0,
  guardedLater: 1,
  fresh: 1,
};
const unseen = { recovery: 1, wrongRecovery: 2, guardedLater: 0, fresh: 0 };

const grounds: readonly [string, (servers: Servers) => Promise<Ground>, Trips][] = [
  ["limits on Redis, records on PostgreSQL", redisAndPostgres, all],
  ["limits and records on PostgreSQL", postgresAlone, all],
  ["limits and used steps on Redis", redisAlone, { ...all, ...unseen }],
  ["limits on Redis, records in a file", redisAndFile, { ...all, ...unseen, right: 1 }],
];

let servers: Servers;
beforeAll(async () => {
  const [redis, postgres] = await Promise.all([
    startRedis(),
    startPostgres({ settings: { fsync: "off" } }),
  ]);
  servers = { redis, postgres };
});
afterAll(() => Promise.all([servers?.redis.close(), servers?.postgres.close()]));

describe.each(grounds)("sequential store trips: %s", (_name, open, promised) => {
  it("are as few as promised", async () => {
    const ground = await open(servers);
    onTestFinished(ground.close);
    await ground.settled();
    const bed = await onGround(ground);
    // Once without counting: scripts are loaded, statements prepared.
    await tripsOf(bed, ground, "bob");
    expect(await tripsOf(bed, ground, "alice"), "trips of each request").toEqual(promised);
  });
});

it("sees a third trip where a store asks twice", async () => {
  const ground = await redisAndPostgres(servers);
  onTestFinished(ground.close);
  const { records } = ground.engine;
  const bed = await onGround({
    ...ground,
    engine: { ...ground.engine, records: askingTwice(records!) },
  });
  await tripsOf(bed, ground, "bob");
  const trips = await tripsOf(bed, ground, "alice");
  expect(trips.right).toBe(3);
});

async function onGround({ engine }: Ground): Promise<Testbed> {
  const express = variants.find(({ name }) => name === "express5");
  const bed = await express!.start({ engine });
  onTestFinished(bed.close);
  return bed;
}

async function tripsOf(bed: Testbed, ground: Ground, user: string): Promise<Trips> {
  const { authenticator, recoveryCodes } = await bed.client().enroll(user);

  async function count(status: number, ask: () => Promise<Reply>): Promise<number> {
    await ground.settled();
    const counted = countTurns(ground.proxies);
    const reply = await ask();
    const { turns, requests } = counted;
    counted.stop();
    expect(reply.status, reply.text).toBe(status);
    if (turns === 0) expect(requests, "something was asked that nobody waited for").toBe(0);
    return turns;
  }
  async function verify(status: number, code: string): Promise<number> {
    const client = await signedIn();
    return count(status, () => client.verify(code));
  }
  async function signedIn() {
    const client = bed.client();
    await client.login(user);
    return client;
  }

  bed.clock.advance({ seconds: 30 });
  const code = authenticator.code();
  const browser = await signedIn();
  const right = await count(200, () => browser.verify(code));
  const replayed = await verify(401, code);
  const wrong = await verify(401, authenticator.code(-500));
  const beside = await signedIn();
  const redeem = (recoveryCode = "") =>
    beside.request("POST", "/2fa/recovery-codes/redeem", { json: { recoveryCode } });
  const never = recoveryCodes[0]?.replace(/[0-9A-Z]/g, "0");
  const wrongRecovery = await count(401, () => redeem(never));
  const recovery = await count(200, () => redeem(recoveryCodes[0]));

  const visit = () => browser.request("GET", "/account");
  await visit();
  const guarded = await count(200, visit);
  bed.clock.advance({ seconds: 6 });
  const guardedLater = await count(200, visit);
  const transfer = { json: { to: "carol", amount: 1 } };
  const fresh = await count(200, () => browser.request("POST", "/transfer", transfer));
  return { right, wrong, replayed, recovery, wrongRecovery, guarded, guardedLater, fresh };
}

function askingTwice(store: RecordsStore): RecordsStore {
  return {
    ...store,
    forNamespace(namespace) {
      const rows = store.forNamespace(namespace);
      return {
        ...rows,
        async acceptStep(subjectId, ...asked) {
          await rows.load(subjectId);
          return rows.acceptStep(subjectId, ...asked);
        },
      };
    },
  };
}
