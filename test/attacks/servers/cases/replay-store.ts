import assert from "node:assert/strict";
import { type RedisServer, startProxy } from "../../../servers/index.js";
import { until } from "../../../stores/faults/until.js";
import type { Reply, Testbed } from "../../../testbed/index.js";
import { wrongOtp } from "../../attacker/guesses.js";
import { mustAccept, mustBeOutside, mustRefuse } from "../../attacker/outcomes.js";
import { enrolled, signedIn } from "../../attacker/sign-in.js";
import { laggingRecords } from "../lagging-records.js";
import { liftFence } from "../replay-fence.js";
import type { Scene } from "../scene.js";
import type { ServerCase } from "../server-case.js";

/** The last step that Redis remembers of the only authenticator. */
async function rememberedStep(redis: RedisServer): Promise<number> {
  const [key = ""] = (await redis.command("KEYS", "second-factor:replay:{*}:*")) as string[];
  return Number(await redis.command("GET", key));
}

function mustBeFenced(reply: Reply): void {
  mustRefuse(reply, 503, "store_unavailable");
  const seconds = Number(reply.headers["retry-after"]);
  assert.ok(seconds > 1 && seconds <= 240, `says how long the fence stands: ${seconds}`);
}

const tryAgain = async (bed: Testbed, otp: string) => (await signedIn(bed, "alice")).verify(otp);

/** The row decides, as it does with records that can compare-and-set. */
async function flushBesideTheRow(scene: Scene): Promise<void> {
  const redis = await scene.redis();
  const { limits } = scene.stores(redis.port);
  const bed = await scene.bed({ limits, records: await scene.records() });
  const { authenticator } = await enrolled(bed, "alice");
  mustAccept(await tryAgain(bed, authenticator.code()));
  await redis.command("FLUSHALL");
  for (const offset of [0, -1]) {
    mustRefuse(await tryAgain(bed, authenticator.code(offset)), 401, "invalid_otp");
  }
}

/** The replay store decides, over rows that are read from a replica. */
async function flushTheReplayStore(scene: Scene): Promise<void> {
  const redis = await scene.redis();
  const { limits, replay } = scene.stores(redis.port);
  const records = laggingRecords(await scene.records());
  const bed = await scene.bed({ limits, replay, records: records.store });
  const { authenticator } = await enrolled(bed, "alice");
  records.lag();
  mustBeFenced(await tryAgain(bed, authenticator.code()));
  await liftFence(replay, [redis]);
  mustAccept(await tryAgain(bed, authenticator.code()));
  mustRefuse(await tryAgain(bed, authenticator.code()), 401, "invalid_otp");

  await redis.command("FLUSHALL");
  mustBeFenced(await tryAgain(bed, authenticator.code()));
  bed.clock.advance({ seconds: 30 });
  mustBeFenced(await tryAgain(bed, authenticator.code()));
}

export const replayStoreCases: readonly ServerCase[] = [
  {
    id: "REP-12",
    title: "a flushed Redis between two uses of a code",
    gate: true,
    async attack(scene) {
      await flushBesideTheRow(scene);
      await flushTheReplayStore(scene);
    },
    // A server that knows nothing is taken for one that knows everything.
    mutant: {
      file: "packages/redis/src/replay/replay-scripts.ts",
      find: "if now < since + memory then",
      replace: "if now < since then",
    },
  },
  {
    id: "REP-23",
    title: "the replay store acts and its reply is lost; then the same code again",
    gate: true,
    async attack(scene) {
      const redis = await scene.redis();
      const proxy = scene.keep(await startProxy(redis.port));
      const { limits } = scene.stores(redis.port);
      const { replay } = scene.stores(proxy.port);
      const records = laggingRecords(await scene.records());
      const bed = await scene.bed({ limits, replay, records: records.store });
      const { authenticator } = await enrolled(bed, "alice");
      records.lag();
      await liftFence(replay, [redis]);
      mustAccept(await tryAgain(bed, authenticator.code()));
      bed.clock.advance({ seconds: 30 });

      const owner = await signedIn(bed, "alice");
      const otp = authenticator.code();
      const before = await rememberedStep(redis);
      proxy.loseReplies(true);
      const unknown = owner.verify(otp);
      await until("Redis acts", async () => (await rememberedStep(redis)) > before);
      proxy.loseReplies(false);
      proxy.cutAll();
      mustRefuse(await unknown, 503, "store_unavailable");
      await mustBeOutside(owner);

      mustRefuse(await owner.verify(otp), 401, "invalid_otp");
      mustRefuse(await tryAgain(bed, otp), 401, "invalid_otp");
      const accepted = bed.events.filter(({ type }) => type === "verification.accepted");
      assert.equal(accepted.length, 1, "only the code of before");
    },
    // The same step again is taken for the same attempt, sent once more.
    mutant: {
      file: "packages/redis/src/replay/replay-scripts.ts",
      find: "if tonumber(ARGV[1]) <= used then",
      replace: "if tonumber(ARGV[1]) < used then",
    },
  },
  {
    id: "REP-26",
    title: "the code that confirmed in the row, at the replay store",
    gate: true,
    async attack(scene) {
      const redis = await scene.redis();
      const { limits, replay } = scene.stores(redis.port);
      const bed = await scene.bed({ limits, replay, records: await scene.records() });
      await liftFence(replay, [redis]);
      const browser = bed.client();
      const { authenticator, authenticatorId } = await browser.enroll("alice");
      mustRefuse(await tryAgain(bed, authenticator.code()), 401, "invalid_otp");
      mustRefuse(await tryAgain(bed, authenticator.code(-1)), 401, "invalid_otp");

      // The row is asked first; the store must not need that.
      const [{ lastStep = 0 } = {}] = (await bed.record("alice")).authenticators;
      assert.ok(lastStep > 0);
      const store = replay.forNamespace("default");
      const accept = (first: number) =>
        store.acceptStep("alice", authenticatorId, { first, last: first }, lastStep, 240);
      assert.equal(await accept(lastStep), false, "the row's last step is a floor");
      assert.equal(await accept(lastStep - 1), false, "and what is below it is, too");
      bed.clock.advance({ seconds: 30 });
      mustAccept(await tryAgain(bed, authenticator.code()));
      mustRefuse(await tryAgain(bed, wrongOtp(authenticator)), 401, "invalid_otp");
    },
    mutant: {
      file: "packages/redis/src/replay/replay-scripts.ts",
      find: "local used = tonumber(ARGV[3])",
      replace: "local used = -1",
    },
  },
];
