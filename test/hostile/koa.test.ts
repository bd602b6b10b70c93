import { defineStorm } from "./define-storm.js";

defineStorm(["koa2", "koa3"]);
