// The rotation, in a process of its own: started with fork(), to be killed at any moment.
import { bankEngine } from "../bank/bank-engine.js";
import { openKeys } from "../bank/keys-at.js";
import { openStores } from "../bank/open-stores.js";
import type { StoresAt } from "../bank/stores-at.js";

process.on("disconnect", () => process.exit());

const at = JSON.parse(process.env.STORES_AT ?? "") as StoresAt;
const pageSize = Number(process.env.PAGE_SIZE);
const stores = await openStores(at);
const keys = at.ring && openKeys(at.ring, () => undefined);
const engine = bankEngine(stores, { deadlineMilliseconds: at.deadlineMilliseconds, keys });
const summary = await engine.resealSecrets({
  pageSize,
  onProgress: ({ examined }) => process.send?.({ examined }),
});
await stores.close();
process.send?.({ summary }, () => process.disconnect());
