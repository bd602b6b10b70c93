import { defineStorm } from "./define-storm.js";

defineStorm(["express4", "express5"]);
