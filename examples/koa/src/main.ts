import { serve } from "@second-factor-examples/bank/node";
import { buildApp } from "./app.js";

await serve({
  framework: "Koa",
  build: async (options) => (await buildApp(options)).callback(),
});
