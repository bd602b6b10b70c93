import { durableObjectLimits } from "@second-factor/cloudflare";
import { keyRing } from "@second-factor/core";
import { d1Database, sqlRecords } from "@second-factor/sql";
import { createBank } from "@second-factor-examples/bank";
import { buildApp } from "./app.js";
import { d1Ledger } from "./d1-ledger.js";
import type { Env } from "./env.js";
import type { Opened } from "./session.js";

// A Worker has to export the class that it binds.
export { SecondFactorObject } from "@second-factor/cloudflare";

const opened = new WeakMap<Env, Opened>();

/** Once for each environment, when the first request brings it. */
function open(env: Env): Opened {
  const known = opened.get(env);
  if (known !== undefined) return known;
  const bank = createBank({
    trustedOrigins: env.TRUSTED_ORIGINS.split(" "),
    keys: keyRing(env.SECOND_FACTOR_KEYS),
    records: sqlRecords(d1Database(env.DB)),
    limits: durableObjectLimits(env.SECOND_FACTOR),
    ledger: d1Ledger(env.DB),
    development: env.DEVELOPMENT === "true",
  });
  const made: Opened = { bank, sessionSecret: env.SESSION_SECRET };
  opened.set(env, made);
  return made;
}

export default buildApp(open);
