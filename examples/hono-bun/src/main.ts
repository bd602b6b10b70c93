import { serveFetch } from "@second-factor-examples/bank/node";
import { buildApp } from "./app.js";

await serveFetch<Bun.Server<undefined>>({
  framework: "Hono and Bun",
  open: ({ hostname, port }, answer) => Bun.serve({ hostname, port, fetch: answer }).port ?? port,
  build: buildApp,
});
