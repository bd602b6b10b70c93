import { ConfigurationError } from "@second-factor/core";
import { migrate } from "@second-factor/sql";
import { exampleUsers } from "@second-factor-examples/bank";
import { openBank, SetUpError } from "@second-factor-examples/bank/node";
import { prepareLedger } from "./postgres-ledger.js";
import { sessionSecret } from "./session-secret.js";
import type { Settings } from "./settings.js";
import { openStores } from "./stores.js";

/**
 * What is done once, before there are workers: the tables, the key ring and the other secret they share.
 *
 * @throws ConfigurationError naming the server that is missing or unfit, and the remedy
 */
export async function prepare(settings: Settings, trustedOrigins: readonly string[]) {
  const { dataDir } = settings;
  const { pool, database, records, limits, close } = await openStores(settings);
  const tables = migrate(database).then(() => prepareLedger(pool, exampleUsers));
  const fault = await tables.then(() => null, String);
  // The engine looks at both servers, and says better than a driver what is wrong with them.
  await openBank({ records, limits, dataDir, trustedOrigins }).catch((error) => {
    if (fault === null || !tablesAreMissing(error)) throw error;
  });
  if (fault !== null) {
    const remedy = "Its role needs the right to create tables.";
    throw new SetUpError(`The database of DATABASE_URL can't be prepared (${fault}). ${remedy}`);
  }
  await sessionSecret(dataDir);
  await close();
}

function tablesAreMissing(error: unknown): boolean {
  return error instanceof ConfigurationError && error.code === "store_tables_missing";
}
