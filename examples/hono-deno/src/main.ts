import { serveFetch } from "@second-factor-examples/bank/node";
import { buildApp } from "./app.js";

await serveFetch<Deno.ServeHandlerInfo<Deno.NetAddr>>({
  framework: "Hono and Deno",
  open({ hostname, port }, answer) {
    const quietly = { hostname, port, onListen: () => undefined };
    return Deno.serve(quietly, answer).addr.port;
  },
  build: buildApp,
});
