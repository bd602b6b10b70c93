// Node's own modules only, here and in what this file uses: as examples/start.mjs, it runs on a bare checkout.
import { resolve } from "node:path";
import { provideTools } from "../../../test/run/debian-tools.mjs";
import { startPostgres } from "./postgres.mjs";
import { startRedis } from "./redis.mjs";

const kinds = [
  { variable: "DATABASE_URL", tools: ["postgres", "initdb"], start: startPostgres },
  { variable: "REDIS_URL", tools: ["redis-server"], start: startRedis },
];

/**
 * Starts a server for each URL that the environment lacks: on loopback, with its data below the folder, where the next
 * start finds it again. Resolves with the URLs when all answer.
 *
 * @param {string} dataDir
 * @param {Readonly<Record<string, string | undefined>>} given
 * @returns {Promise<{ readonly env: Record<string, string>, stop(): Promise<void> }>}
 */
export async function bringServers(dataDir, given = process.env) {
  const missing = kinds.filter(({ variable }) => !given[variable]);
  const problem = await provideTools(missing.flatMap(({ tools }) => tools));
  if (problem !== null) {
    const variables = missing.map(({ variable }) => variable).join(" and ");
    throw new Error(`${problem}\nOr set ${variables}, where you have servers.`);
  }
  const started = [];
  const env = {};
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
  try {
    for (const { variable, start } of missing) {
      const server = await start(resolve(dataDir));
      started.push(server);
      env[variable] = server.url;
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, stop };
}
