import { createServer } from "node:http";
import { greet } from "@second-factor-examples/bank";
import { mailPlace, type OpenPort, openPort } from "@second-factor-examples/bank/node";
import { prepare } from "./prepare.js";
import { readSettings } from "./settings.js";
import { startWorkers } from "./workers.js";

/** The process that serves nothing itself: it prepares what the workers share, and sees that they are there. */
export async function runPrimary(): Promise<void> {
  const settings = readSettings();
  const { workers, databaseUrl, redisUrl, dataDir } = settings;
  const { port, origins } = await findPort();
  await prepare(settings, origins);
  await startWorkers(workers, { PORT: String(port) });
  const kept = `Second factors and balances are kept in PostgreSQL (${placeOf(databaseUrl)}), sessions and short budgets in Redis (${placeOf(redisUrl)}).`;
  greet({
    framework: `Express in ${workers} processes`,
    origin: origins[0],
    kept,
    mail: mailPlace(dataDir),
  });
}

/** With PORT=0 too all workers must open the same, also when all of them were replaced. */
async function findPort(): Promise<OpenPort> {
  const server = createServer();
  const found = await openPort(server);
  await new Promise((closed) => server.close(closed));
  return found;
}

/** Without what the address may say of user and password. */
function placeOf(url: string): string {
  return new URL(url).host;
}
