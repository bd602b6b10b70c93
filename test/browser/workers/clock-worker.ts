import worker from "../../../examples/hono-workers/src/worker.js";

export { SecondFactorObject } from "../../../examples/hono-workers/src/worker.js";

const realNow = Date.now;
let aheadMilliseconds = 0;
Date.now = () => realNow() + aheadMilliseconds;

/** The example as it is, at a time that the test sets: all that it asks is `Date.now()`. */
// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default {
  async fetch(request: Request, ...rest: [never, never]): Promise<Response> {
    if (new URL(request.url).pathname !== "/clock") return worker.fetch(request, ...rest);
    aheadMilliseconds = Number(await request.text()) * 1000;
    return new Response(null, { status: 204 });
  },
};
