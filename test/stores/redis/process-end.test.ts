import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RedisCluster, startCluster } from "../../servers/index.js";

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startCluster({ replicas: 0 });
});
afterAll(() => cluster.close());

/** A process of its own, on the built packages: it creates a client, spends a point, and has nothing more to do. */
async function run(imports: string, client: string) {
  const program = `
    ${imports}
    import { redisLimits } from "@second-factor/redis";
    const ports = ${JSON.stringify(cluster.ports)};
    const host = "127.0.0.1";
    const limits = redisLimits(${client});
    const budget = { name: "second-factor:end", points: 1000, durationSeconds: 900 };
    const keys = ["a", "b", "c", "d", "e", "f"];
    const limiter = limits.limiter(budget, { now: Date.now });
    const all = await Promise.allSettled(keys.map((key) => limiter.consume(key)));
    console.log(all.filter(({ status }) => status === "fulfilled").length > 0 ? "spent" : all[0].reason.message);`;
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 30_000,
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { printed: printed.trim(), code };
}

it.each([
  [
    "ioredis",
    'import { Redis } from "ioredis6";',
    "new Redis({ host, port: ports[0], lazyConnect: true })",
  ],
  [
    "a cluster of ioredis",
    'import { Cluster } from "ioredis6";',
    "new Cluster(ports.map((port) => ({ host, port })), { lazyConnect: true })",
  ],
  [
    "node-redis",
    'import { createClient } from "redis6";',
    "createClient({ socket: { host, port: ports[0] } })",
  ],
  [
    "a cluster of node-redis",
    'import { createCluster } from "redis6";',
    "createCluster({ rootNodes: ports.map((port) => ({ socket: { host, port } })) })",
  ],
])("a process that has nothing else to do ends, with %s", async (_name, imports, client) => {
  expect(await run(imports, client)).toEqual({ printed: "spent", code: 0 });
});
