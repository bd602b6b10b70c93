// All of ours that a scene is built from, in one module: a mutated copy of it has mutated stores too.
export { redisLimits, redisReplay } from "@second-factor/redis";
export { migrate, postgresDatabase, sqlRecords } from "@second-factor/sql";
export { variants } from "../../testbed/index.js";
