import { SetUpError } from "@second-factor-examples/bank/node";

/** What the environment says; `npm run start:cluster` says the rest. */
export interface Settings {
  readonly workers: number;
  /** For the key ring and what signs the session cookies: the same for all workers. */
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

/** @throws SetUpError naming the variable */
export function readSettings(env = process.env): Settings {
  return {
    workers: workersFrom(env.WORKERS ?? "8"),
    dataDir: env.DATA_DIR ?? ".data/cluster",
    databaseUrl: urlFrom(env, "DATABASE_URL", "postgres://user:password@127.0.0.1:5432/bank"),
    redisUrl: urlFrom(env, "REDIS_URL", "redis://127.0.0.1:6379"),
  };
}

function workersFrom(text: string): number {
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1 && workers <= 64) return workers;
  throw new SetUpError(`WORKERS is "${text}": set a whole number from 1 to 64.`);
}

/** Its value stays out of the message: it may carry a password. */
function urlFrom(env: NodeJS.ProcessEnv, name: string, example: string): string {
  const { [name]: url = "" } = env;
  const scheme = example.slice(0, example.indexOf(":"));
  if (url.startsWith(scheme) && URL.canParse(url)) return url;
  const fault = url === "" ? "is missing" : `is no ${scheme} URL`;
  const remedy = `Set it, ${example} for instance, or let \`npm run start:cluster\` bring a server.`;
  throw new SetUpError(`${name} ${fault}. ${remedy}`);
}
