import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { BankOptions } from "@second-factor-examples/bank";
import { buildApp as buildExpress } from "@second-factor-examples/express";
import { buildApp as buildHono } from "@second-factor-examples/hono-node";
import { buildApp as buildKoa } from "@second-factor-examples/koa";
import type { ExampleName } from "./example-process.js";

export interface ExampleApp {
  readonly origin: string;
  readonly port: number;
  stop(): Promise<void>;
}

const listeners: Record<ExampleName, (options: BankOptions) => Promise<RequestListener>> = {
  express: buildExpress,
  koa: async (options) => (await buildKoa(options)).callback(),
  "hono-node": async (options) => getRequestListener((await buildHono(options)).fetch),
};

/** An example in this process, with what only `buildApp()` can be given. */
export async function startApp(
  name: ExampleName,
  options: Omit<BankOptions, "trustedOrigins">,
): Promise<ExampleApp> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  server.on("request", await listeners[name]({ ...options, trustedOrigins: [origin] }));
  return {
    origin,
    port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
