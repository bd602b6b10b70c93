import cluster from "node:cluster";
import { giveUp } from "@second-factor-examples/bank/node";
import { runPrimary } from "./primary.js";
import { runWorker } from "./worker.js";

await (cluster.isPrimary ? runPrimary() : runWorker()).catch(giveUp);
