/// <reference path="../../../../packages/cloudflare/src/cloudflare-workers.d.ts" />
import { DurableObject } from "cloudflare:workers";
import { SecondFactorObject } from "@second-factor/cloudflare";
import { answers } from "./answers.js";
import type { Env } from "./env.js";

export { FallingObject, WatchedObject } from "./watched-object.js";
export { SecondFactorObject, SecondFactorObject as ObjectWithoutSqlite };

/** What a slip of a binding may lead to. */
export class OtherObject extends DurableObject {}
export class PlainObject {
  fetch(): Response {
    return new Response("plain");
  }
}

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    const answer = answers[pathname];
    if (answer === undefined) return new Response(`nothing at ${pathname}`, { status: 404 });
    try {
      return Response.json((await answer(env, (await request.json()) as never)) ?? null);
    } catch (error) {
      const text =
        error instanceof Error ? error.message : `not an Error: ${JSON.stringify(error)}`;
      return new Response(text, { status: 500 });
    }
  },
};
