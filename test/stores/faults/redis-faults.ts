import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis6";
import { freePort, type RedisServer } from "../../servers/index.js";
import type { Fault } from "./fault.js";
import { until } from "./until.js";

const redisFault = (fault: Omit<Fault, "store">): Fault => ({ store: "redis", ...fault });

/** What this server answers to a command of the suite's kind, seen from outside. */
async function answerOf(redis: RedisServer): Promise<string> {
  const script = "return redis.call('SET', KEYS[1], 1, 'PX', 1)";
  return redis.command("EVAL", script, 1, "a-look").then(String, String);
}

const untilItSays = (redis: RedisServer, word: string) =>
  until(`Redis says ${word}`, async () => (await answerOf(redis)).includes(word));

async function serveSlots(redis: RedisServer): Promise<void> {
  await redis.command("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
  await untilItSays(redis, "OK");
}

/** Those that are loading. */
const loading = new WeakMap<RedisServer, Promise<void>>();

/** What only the server itself does: each is the real one in the real state. */
export const redisFaults: readonly Fault[] = [
  redisFault({
    name: "stopped, so that connections are refused",
    effect: "outage",
    begin: ({ redis }) => redis.stop(),
    end: ({ redis }) => redis.restart(),
  }),
  redisFault({
    name: "SIGKILL and a restart",
    effect: "moment",
    async begin({ redis }) {
      await redis.kill();
      await redis.restart();
    },
    end: async () => {},
  }),
  redisFault({
    name: "SIGSTOP",
    effect: "unknown",
    begin: async ({ redis }) => redis.pause(),
    end: async ({ redis }) => redis.resume(),
  }),
  redisFault({
    name: "READONLY: it became a replica",
    effect: "outage",
    async begin({ redis }) {
      await redis.command("REPLICAOF", "127.0.0.1", await freePort());
      await untilItSays(redis, "READONLY");
    },
    end: async ({ redis }) => void (await redis.command("REPLICAOF", "NO", "ONE")),
  }),
  redisFault({
    name: "LOADING: it reads its data back in",
    settings: { "enable-debug-command": "local" },
    effect: "outage",
    async begin({ redis }) {
      await redis.command("DEBUG", "POPULATE", 2000, "load");
      await redis.command("SAVE");
      // So many microseconds for each key; it looks at its connections in between.
      const slowly = {
        "key-load-delay": 20_000,
        "loading-process-events-interval-bytes": 1024,
      };
      loading.set(redis, redis.restart(slowly));
      await untilItSays(redis, "LOADING");
    },
    async end({ redis }) {
      await redis.command("CONFIG", "SET", "key-load-delay", 0);
      await loading.get(redis);
    },
  }),
  redisFault({
    name: "MISCONF: it cannot write its snapshot",
    settings: { "enable-protected-configs": "local" },
    effect: "outage",
    async begin({ redis }) {
      const folder = mkdtempSync(join(tmpdir(), "second-factor-gone-"));
      await redis.command("CONFIG", "SET", "save", "3600 1", "dir", folder);
      rmdirSync(folder);
      await redis.command("BGSAVE");
      await untilItSays(redis, "MISCONF");
    },
    end: async ({ redis }) => void (await redis.command("CONFIG", "SET", "save", "")),
  }),
  redisFault({
    name: "OOM: its memory is full and nothing may go",
    settings: { "maxmemory-policy": "noeviction" },
    effect: "outage",
    async begin({ redis }) {
      await redis.command("CONFIG", "SET", "maxmemory", 1);
      await untilItSays(redis, "OOM");
    },
    end: async ({ redis }) => void (await redis.command("CONFIG", "SET", "maxmemory", 0)),
  }),
  redisFault({
    name: "BUSY: somebody's script does not end",
    settings: { "busy-reply-threshold": 50 },
    effect: "outage",
    async begin({ redis }) {
      const endless = redis.command("EVAL", "while true do end", 0);
      endless.catch(() => undefined);
      await untilItSays(redis, "BUSY");
    },
    end: async ({ redis }) => void (await redis.command("SCRIPT", "KILL")),
  }),
  redisFault({
    name: "CLUSTERDOWN: nobody serves the slots",
    settings: { "cluster-enabled": "yes", "cluster-node-timeout": 500 },
    prepare: serveSlots,
    effect: "outage",
    async begin({ redis }) {
      await redis.command("CLUSTER", "DELSLOTSRANGE", 0, 16_383);
      await untilItSays(redis, "CLUSTERDOWN");
    },
    end: ({ redis }) => serveSlots(redis),
  }),
  redisFault({
    name: "NOAUTH: a password, all of a sudden",
    effect: "outage",
    async begin({ redis, toRedis }) {
      await redis.command("CONFIG", "SET", "requirepass", "new");
      // Whoever was let in before would stay in.
      toRedis.cutAll();
      await untilItSays(redis, "NOAUTH");
    },
    async end({ redis }) {
      const admin = new Redis({ port: redis.port, host: "127.0.0.1", password: "new" });
      await admin.config("SET", "requirepass", "");
      admin.disconnect();
    },
  }),
  redisFault({
    name: "WRONGTYPE: somebody else's values under our keys",
    effect: "outage",
    async begin({ redis }) {
      const [known = ""] = (await redis.command("KEYS", "*:enrollment:*")) as string[];
      const subject = known.slice(known.indexOf("{"));
      const ours = ["single", "pair", "recovery", "enrollment"].map((name) => `${name}:${subject}`);
      for (const key of [...ours, "address:127.0.0.1"]) {
        await redis.command("DEL", `second-factor:default:${key}`);
        await redis.command("RPUSH", `second-factor:default:${key}`, "no", "budget");
      }
    },
    end: async ({ redis }) => void (await redis.command("FLUSHALL")),
  }),
  redisFault({
    name: "NOSCRIPT: its scripts were flushed",
    effect: "nothing",
    begin: async ({ redis }) => void (await redis.command("SCRIPT", "FLUSH")),
    end: async () => {},
  }),
];
