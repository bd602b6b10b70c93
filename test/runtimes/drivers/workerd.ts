import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { Miniflare } from "miniflare";
import { type Dialect, dialects } from "../workers/start-workers.js";

/** A Worker whose every `fetch` comes back to itself: as real as a request gets where nothing can listen. */
export async function* driveWorkerd(dialect: Dialect, program: string): AsyncGenerator<string> {
  const worker = { name: "suite", modules: true, script: program, outboundService: "suite" };
  const miniflare = new Miniflare({ ...worker, ...dialects[dialect] } as never);
  try {
    const response = await miniflare.dispatchFetch("http://verdicts.example/");
    yield* createInterface({ input: Readable.fromWeb(response.body as never) });
  } finally {
    await miniflare.dispose();
  }
}
