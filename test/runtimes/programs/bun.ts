import type { WebHandler } from "../../testbed/bed-server.js";
import { createWire } from "../../testbed/client/wire.js";
import { printVerdicts } from "./print-verdicts.js";

declare const Bun: {
  serve(options: { hostname: string; port: number; fetch: WebHandler }): {
    readonly port: number;
    stop(closeActiveConnections: boolean): Promise<void>;
  };
};

await printVerdicts("bun", async () => {
  let serving: WebHandler = () => new Response(null, { status: 503 });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, self) => serving(request, self),
  });
  const wire = createWire(server.port);
  return {
    origin: `http://127.0.0.1:${server.port}`,
    wire,
    serve(handler) {
      serving = handler;
    },
    async close() {
      wire.close();
      await server.stop(true);
    },
  };
});
process.exit();
