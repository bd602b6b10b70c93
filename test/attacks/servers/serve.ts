// One process of the bank on Redis and Postgres: started with fork(), told what to do by messages.
import { serveBed } from "../processes/serve-bed.js";
import * as house from "./house.js";
import { redisAt } from "./redis-at.js";
import { postgresStores, redisStores } from "./stores.js";

const { REDIS_PORT, DATABASE_URL = "" } = process.env;
const { limits } = redisStores(house, redisAt(Number(REDIS_PORT)));
const { records } = postgresStores(house, DATABASE_URL);
await serveBed({ records, limits });
