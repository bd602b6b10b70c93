import { getRequestListener } from "@hono/node-server";
import { serve } from "@second-factor-examples/bank/node";
import { buildApp } from "./app.js";

await serve({
  framework: "Hono",
  build: async (options) => getRequestListener((await buildApp(options)).fetch),
});
