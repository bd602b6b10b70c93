import { defineStorm } from "./define-storm.js";

defineStorm(["hono"]);
