import { randomBytes } from "node:crypto";
import { chownSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "./free-port.js";
import { childrenOf, isAlive, signalProcess } from "./process-tree.js";
import { type Program, runProgram, type ServerProcess, startProcess } from "./server-process.js";
import { temporaryFolder } from "./temporary-folder.js";

export interface PostgresOptions {
  /** By their names in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** The URLs carry a role that needs its password; without it anybody on 127.0.0.1 is trusted. */
  readonly password?: boolean;
}

export interface PostgresServer {
  readonly port: number;
  /** Of the database that every server has. */
  readonly url: string;
  readonly running: boolean;
  /** The last that it printed. */
  output(): string;
  /** The URL of a fresh, empty database. */
  createDatabase(): Promise<string>;
  /** Frozen, with all its processes: connections stay open and nothing is answered, until `resume`. */
  pause(): void;
  resume(): void;
  /** As a power cut. Resolves when all its processes are gone. */
  kill(): Promise<void>;
  /** Ends it and its connections; data and port are kept for `restart`. */
  stop(): Promise<void>;
  /** Same port and data, whether or not it runs. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

/** A PostgreSQL of our own on 127.0.0.1, answering. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const port = await freePort();
  const folder = temporaryFolder("postgres");
  const program = await createCluster(folder.path, { port, ...options.settings });
  const password = options.password === true ? randomBytes(8).toString("hex") : null;
  if (password !== null) askForPassword(folder.path);

  const start = () => startProcess(program, /database system is ready to accept connections/);
  const urlAs = (who: string, database: string) =>
    `postgres://${who}@127.0.0.1:${port}/${database}`;
  const url = (database: string) =>
    urlAs(password === null ? admin : `${role}:${password}`, database);
  async function run(statement: string): Promise<void> {
    const client = new Client(urlAs(admin, "postgres"));
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }

  let server = await start();
  if (password !== null) await run(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  const owner = password === null ? admin : role;
  let databases = 0;

  return {
    port,
    url: url("postgres"),
    get running() {
      return server.running;
    },
    output: () => server.output(),
    async createDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      await run(`CREATE DATABASE ${name} OWNER ${owner}`);
      return url(name);
    },
    pause: () => void signalAll(server, "SIGSTOP"),
    resume: () => void signalAll(server, "SIGCONT"),
    kill: () => killAll(server),
    stop: () => server.end("SIGINT"),
    async restart() {
      await server.end("SIGINT");
      server = await start();
    },
    async close() {
      signalAll(server, "SIGCONT");
      await server.end("SIGINT");
      folder.remove();
    },
  };
}

const admin = "postgres";
const role = "app";

/** An empty cluster in that folder, and the program that serves it. */
async function createCluster(
  folder: string,
  settings: Readonly<Record<string, string | number>>,
): Promise<Program> {
  const user = unprivileged();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const where = { folder, user };
  const cluster = [`--username=${admin}`, "--auth=trust", "--encoding=UTF8", "--no-locale"];
  const data = `--pgdata=${dataFolder(folder)}`;
  await runProgram({ name: "initdb", args: [data, ...cluster, "--no-sync"], ...where });
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings };
  const options = Object.entries(all).map(([name, value]) => `--${name}=${value}`);
  return { name: "postgres", args: ["-D", dataFolder(folder), ...options], ...where };
}

const dataFolder = (folder: string) => join(folder, "data");

/** The first rule that fits counts. */
function askForPassword(folder: string): void {
  const rules = join(dataFolder(folder), "pg_hba.conf");
  const others = readFileSync(rules, "utf8");
  writeFileSync(rules, `host all ${role} 127.0.0.1/32 scram-sha-256\n${others}`);
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): Program["user"] {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  const users = lines.map((line) => line.split(":"));
  const [, , uid, gid] =
    users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody") ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** The server first: stopped, it starts no more processes. */
function signalAll(server: ServerProcess, signal: "SIGSTOP" | "SIGCONT"): readonly number[] {
  if (!server.running) return [];
  server.signal(signal);
  const children = childrenOf(server.pid);
  for (const pid of children) signalProcess(pid, signal);
  return children;
}

async function killAll(server: ServerProcess): Promise<void> {
  const children = signalAll(server, "SIGSTOP");
  for (const pid of children) signalProcess(pid, "SIGKILL");
  await server.end("SIGKILL");
  while (children.some(isAlive)) await wait(5);
}
