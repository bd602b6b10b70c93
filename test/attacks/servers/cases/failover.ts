import assert from "node:assert/strict";
import { Redis } from "ioredis6";
import {
  type RedisSentinel,
  type RedisServer,
  startCluster,
  startSentinel,
} from "../../../servers/index.js";
import { byStatus, mustAccept } from "../../attacker/outcomes.js";
import { enrolled, signedIn } from "../../attacker/sign-in.js";
import { browsersAt, burst, burstUntilDecided, mustBeAtMostOne } from "../burst.js";
import { type Deciding, startDeciding } from "../deciding.js";
import { endlessLimits } from "../endless-limits.js";
import { inCluster } from "../in-cluster.js";
import { laggingRecords } from "../lagging-records.js";
import { liftFence } from "../replay-fence.js";
import type { Scene } from "../scene.js";
import type { ServerCase } from "../server-case.js";

/** The row was written whatever became of Redis. */
async function mustBeRemembered({ bed, lastStep }: Deciding): Promise<void> {
  const step = Math.floor(bed.clock.now() / 30_000);
  const last = await lastStep();
  assert.ok(last >= step, `step ${step} was accepted, and the row says ${last}`);
}

/** The primary dies before its replica has heard of the acceptance. */
async function loseAnAcceptance(scene: Scene): Promise<void> {
  // Without a replica no write would be taken here; what lags by seconds is as good as none.
  const settings = { "min-replicas-to-write": 0 };
  const group = scene.keep(await startSentinel({ replicas: 1, settings }));
  const [primary, replica] = group.nodes as [RedisServer, RedisServer];
  const deciding = await startDeciding(scene, watchedBy(group), [primary]);
  const { bed, owner, freshBed } = deciding;
  const otp = owner.authenticator.code();
  const browsers = await browsersAt(bed);
  const [first] = browsers;
  for (const watcher of group.watchers) watcher.pause();
  // Replication keeps the order: all that the fence stands on has come with it.
  await primary.command("SET", "followed", "so far");
  while ((await replica.command("GET", "followed")) === null);
  await replica.command("REPLICAOF", "NO", "ONE");
  mustAccept(await first!.clone().verify(otp));
  await primary.kill();
  for (const watcher of group.watchers) watcher.resume();
  await group.ready();
  const fresh = await browsersAt(await freshBed());
  const replies = await burstUntilDecided(() => [
    ...burst(browsers.slice(1), otp, 50),
    ...burst(fresh, otp, 50),
  ]);
  assert.equal(byStatus(replies)[200], undefined, "used before the failover");
  mustBeAtMostOne(replies);
  await mustBeRemembered(deciding);
}

const watchedBy =
  ({ name, sentinels }: RedisSentinel) =>
  () =>
    new Redis({ name, sentinels: [...sentinels], lazyConnect: true });

async function failOverDuringBurst(
  deciding: Deciding,
  primary: RedisServer,
  ready: () => Promise<void>,
): Promise<void> {
  const { bed, owner, freshBed } = deciding;
  const browsers = await browsersAt(bed);
  const otp = owner.authenticator.code();
  const under = burst(browsers, otp);
  await Promise.race(under);
  await primary.kill();
  const replies = await Promise.all(under);
  await ready();
  const fresh = await browsersAt(await freshBed());
  replies.push(...(await Promise.all([...burst(browsers, otp, 50), ...burst(fresh, otp, 50)])));
  mustBeAtMostOne(replies);
  if (byStatus(replies)[200] === 1) await mustBeRemembered(deciding);
}

export const failoverCases: readonly ServerCase[] = [
  {
    id: "REP-27",
    title: "a fresh process after a failover, with a code of just before",
    gate: false,
    async attack(scene) {
      const primary = await scene.redis();
      const replica = await scene.redis({ replicaof: `127.0.0.1 ${primary.port}` });
      const old = scene.stores(primary.port);
      const records = laggingRecords(await scene.records());
      const engine = { limits: endlessLimits, records: records.store };
      const bed = await scene.bed({ ...engine, replay: old.replay });
      const { authenticator } = await enrolled(bed, "alice");
      records.lag();
      await liftFence(old.replay, [primary]);
      const otp = authenticator.code();
      mustAccept(await (await signedIn(bed, "alice")).verify(otp));
      await primary.kill();
      await replica.command("REPLICAOF", "NO", "ONE");
      const { replay } = scene.stores(replica.port);
      const fresh = await scene.bed({ ...engine, replay }, { clock: bed.clock });
      const reply = await (await signedIn(fresh, "alice")).verify(otp);
      assert.ok([401, 503].includes(reply.status), `used just before: ${reply.text}`);
    },
  },
  {
    id: "STO-07",
    title: "a failover while a code is sent many times, of Sentinel and of a cluster",
    gate: true,
    variants: ["express5"],
    async attack(scene) {
      await loseAnAcceptance(scene);
      const group = scene.keep(await startSentinel({ replicas: 1 }));
      const watched = await startDeciding(scene, watchedBy(group), group.nodes.slice(0, 1));
      await failOverDuringBurst(watched, group.nodes[0]!, group.ready);

      const cluster = scene.keep(await startCluster());
      const spread = await startDeciding(scene, inCluster(cluster), cluster.nodes.slice(0, 3));
      const key = await spread.firstAcceptance();
      await failOverDuringBurst(spread, await cluster.primaryOf(key), cluster.ready);
    },
    // Whoever has the marker is taken for the server that set it.
    mutant: {
      file: "packages/redis/src/replay/replay-scripts.ts",
      find: "if marker[1] ~= life or not since or since > now then",
      replace: "if not since or since > now then",
    },
  },
];
