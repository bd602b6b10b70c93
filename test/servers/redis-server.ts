import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port.js";
import { type Argument, redisCommand } from "./redis-command.js";
import { startProcess } from "./server-process.js";
import { temporaryFolder } from "./temporary-folder.js";
import { untilNothing } from "./until.js";

/** By their names in redis.conf; values stand there as they are: `{ save: '""', appendonly: "yes" }`. */
export type RedisSettings = Readonly<Record<string, string | number>>;

export interface RedisOptions {
  readonly settings?: RedisSettings;
  readonly port?: number;
  /** Kept at the end; without it a temporary folder. */
  readonly dataDir?: string;
  readonly sentinel?: boolean;
}

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  readonly running: boolean;
  /** The last that it printed. */
  output(): string;
  command(name: string, ...args: readonly Argument[]): Promise<unknown>;
  /** Resolves when a replica has all that was written so far. WAIT would ask for what its own connection wrote. */
  replicated(): Promise<void>;
  /** Frozen: connections stay open and nothing is answered, until `resume`. */
  pause(): void;
  resume(): void;
  /** As a power cut: nothing is saved, nobody is told. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it; data on disk and port are kept for `restart`. */
  stop(): Promise<void>;
  /** Same port and folder, whether or not it runs; settings are added to those it had. */
  restart(settings?: RedisSettings): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

const defaults: RedisSettings = {
  bind: "127.0.0.1",
  save: '""',
  appendonly: "no",
  daemonize: "no",
  // A primary would wait for replicas that a test has paused.
  "shutdown-timeout": 0,
};

/** A Redis of our own on 127.0.0.1, answering. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const { settings = {}, dataDir, sentinel = false } = options;
  const port = options.port ?? (await freePort());
  const temporary = dataDir === undefined ? temporaryFolder("redis") : null;
  const folder = dataDir ?? temporary?.path ?? "";
  const config = join(folder, `redis-${port}.conf`);
  const program = {
    name: "redis-server",
    args: [config, ...(sentinel ? ["--sentinel"] : [])],
    folder,
  };
  const ready = sentinel ? /\+monitor/ : /Ready to accept connections/;
  const start = () => startProcess(program, ready);

  const own = sentinel ? { bind: "127.0.0.1" } : defaults;
  // By itself a server of a cluster takes its port and 10,000 for the others, where outgoing connections have theirs.
  const bus = "cluster-enabled" in settings ? { "cluster-port": await freePort() } : {};
  writeFileSync(config, lines({ ...own, ...bus, port, dir: folder, ...settings }));
  let server = await start();
  await redisCommand(port, "PING");

  async function close(): Promise<void> {
    await server.end("SIGTERM");
    temporary?.remove();
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    get running() {
      return server.running;
    },
    output: () => server.output(),
    command: (name, ...args) => redisCommand(port, name, ...args),
    async replicated() {
      const { written } = await replication(port);
      await untilNothing(async () => {
        const { acknowledged } = await replication(port);
        return acknowledged >= written ? null : `${acknowledged} of ${written} bytes replicated`;
      });
    },
    pause: () => server.signal("SIGSTOP"),
    resume: () => server.signal("SIGCONT"),
    kill: () => server.end("SIGKILL"),
    stop: () => server.end("SIGTERM"),
    async restart(more = {}) {
      await server.end("SIGTERM");
      // Added, not written anew: Sentinel has a server write down whose replica it is. The last line counts.
      appendFileSync(config, lines(more));
      server = await start();
      await redisCommand(port, "PING");
    },
    close,
  };
}

/** In bytes of the replication stream; acknowledged by the replica that is ahead. */
async function replication(port: number): Promise<{ written: number; acknowledged: number }> {
  const info = String(await redisCommand(port, "INFO", "replication"));
  const acknowledged = [...info.matchAll(/^slave\d+:.*\boffset=(\d+)/gm)].map(([, at]) =>
    Number(at),
  );
  return {
    written: Number(/^master_repl_offset:(\d+)/m.exec(info)?.[1]),
    acknowledged: Math.max(-1, ...acknowledged),
  };
}

function lines(settings: RedisSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join("");
}
