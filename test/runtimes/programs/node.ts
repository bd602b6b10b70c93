import { getRequestListener } from "@hono/node-server";
import { nodeServer } from "../../testbed/node-server.js";
import { printVerdicts } from "./print-verdicts.js";

await printVerdicts("node", async () => {
  const server = await nodeServer();
  return { ...server, serve: (handler) => server.serve(getRequestListener(handler)) };
});
process.exit();
