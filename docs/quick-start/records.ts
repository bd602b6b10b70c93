import { migrate, openLibsql, sqlRecords } from "@second-factor/sql";

const database = await openLibsql("file:second-factor.db");
await migrate(database);

/** For `createSecondFactor({ records })`: second factors survive a restart. */
export const records = sqlRecords(database);
