import type { WebHandler } from "../../testbed/bed-server.js";
import { createWire } from "../../testbed/client/wire.js";
import { printVerdicts } from "./print-verdicts.js";

declare const Deno: {
  serve(
    options: { hostname: string; port: number; onListen(): void },
    handler: WebHandler,
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
  exit(): never;
};

await printVerdicts("deno", async () => {
  let serving: WebHandler = () => new Response(null, { status: 503 });
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => undefined };
  const server = Deno.serve(options, (request, info) => serving(request, info));
  const wire = createWire(server.addr.port);
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    wire,
    serve(handler) {
      serving = handler;
    },
    async close() {
      wire.close();
      await server.shutdown();
    },
  };
});
Deno.exit();
