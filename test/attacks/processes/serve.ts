// One process of the bank: started with fork(), told what to do by messages.
import { openLibsql, sqlRecords } from "@second-factor/sql";
import { recovering } from "../attacker/recovering.js";
import { serveBed } from "./serve-bed.js";
import { sharedLimits } from "./shared-limits.js";

const file = `file:${process.env.SHARED_FILE}`;
const database = await openLibsql(file, { busyTimeoutMilliseconds: 20_000 });
await serveBed({
  ...recovering.engine,
  records: sqlRecords(database),
  limits: sharedLimits(database),
});
