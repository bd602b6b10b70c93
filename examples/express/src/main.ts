import { serve } from "@second-factor-examples/bank";
import { buildApp } from "./app.js";

await serve({ framework: "Express", build: buildApp });
