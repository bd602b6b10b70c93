import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { type OpenBankOptions, openBank } from "@second-factor-examples/bank/node";
import { buildApp as buildExpress } from "@second-factor-examples/express";
import { buildApp as buildHono } from "@second-factor-examples/hono-node";
import { buildApp as buildWorker } from "@second-factor-examples/hono-workers";
import { buildApp as buildKoa } from "@second-factor-examples/koa";
import { frameworkNames } from "./example-process.js";

/** Those that can be built in this process. */
export const appNames = [...frameworkNames, "hono-workers"] as const;
export type AppName = (typeof appNames)[number];

export interface ExampleApp {
  readonly origin: string;
  readonly port: number;
  stop(): Promise<void>;
}

const listeners: Record<AppName, (options: OpenBankOptions) => Promise<RequestListener>> = {
  express: buildExpress,
  koa: async (options) => (await buildKoa(options)).callback(),
  "hono-node": async (options) => getRequestListener((await buildHono(options)).fetch),
  async "hono-workers"(options) {
    const opened = { bank: await openBank(options), sessionSecret: "of this test alone" };
    return getRequestListener(buildWorker(() => opened).fetch);
  },
};

/** An example in this process, with what only `buildApp()` can be given. */
export async function startApp(
  name: AppName,
  options: Omit<OpenBankOptions, "trustedOrigins">,
): Promise<ExampleApp> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  server.on(
    "request",
    await listeners[name]({
      // Mails that go nowhere would be written below the working folder.
      ...(process.env.SMTP_URL === undefined && { notifier: { notify: () => undefined } }),
      ...options,
      trustedOrigins: [origin],
    }),
  );
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
