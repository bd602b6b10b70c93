import { greet } from "@second-factor-examples/bank";
import { giveUp } from "@second-factor-examples/bank/node";
import { devVars } from "./local/dev-vars.js";
import { layTables } from "./local/lay-tables.js";
import { findPlace } from "./local/place.js";
import { dev } from "./local/wrangler.js";

/** `wrangler dev` on this machine, without an account: what `npm run start:workers` runs. Nothing of it is deployed. */
try {
  const place = await findPlace();
  const [origin] = place.origins;
  await layTables(place);
  await dev(place, await devVars(place));
  const kept = `Second factors and balances are kept in ${place.dataDir}, by the D1 and the Durable Objects of workerd.`;
  greet({ framework: "Hono and workerd", origin, kept });
} catch (error) {
  giveUp(error);
}
