// A program that starts servers and takes no care of them.
import { startPostgres, startRedis } from "./index.js";
import { childrenOf } from "./process-tree.js";

await Promise.all([startRedis(), startPostgres({ settings: { fsync: "off" } })]);
process.send?.(childrenOf(process.pid));
