import { serve } from "@second-factor-examples/bank/node";
import { buildApp } from "./app.js";

await serve({ framework: "Express", build: buildApp });
