import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SessionContext, SessionHandle } from "@second-factor/core/http";
import Koa, { type Context } from "koa";
import session, { type CreateSessionOptions } from "koa-session";
import { onTestFinished } from "vitest";
import { koaSession } from "../src/index.js";

export const slot = {
  id: "slot-1",
  formToken: "form",
  signIn: { subjectId: "alice", epoch: "e", since: 1 },
  mark: null,
};
export const hostData = { user: "alice", basket: ["apple"] };

/** Notes what a sealed cookie wants on the reply, and seals with nothing. */
export const sealing = {
  header: () => undefined,
  appendHeader: () => undefined,
  secure: false,
  seal: { seal: () => "sealed", open: () => undefined },
} satisfies SessionContext;

export class Store {
  readonly entries = new Map<string, string>();
  readonly failing = new Set<"set" | "destroy">();
  beforeSet: Promise<void> = Promise.resolve();
  lastMaxAge: unknown;

  async get(key: string) {
    const found = this.entries.get(key);
    return found === undefined ? undefined : JSON.parse(found);
  }

  async set(key: string, data: object, maxAge: unknown) {
    await this.beforeSet;
    if (this.failing.has("set")) throw new Error("set failed");
    this.lastMaxAge = maxAge;
    this.entries.set(key, JSON.stringify(data));
  }

  async destroy(key: string) {
    if (this.failing.has("destroy")) throw new Error("destroy failed");
    this.entries.delete(key);
  }

  contents(): string[] {
    return [...this.entries.values()];
  }
}

export type Work = (handle: SessionHandle, ctx: Context) => unknown;

/** koa-session over the store, a login, and whatever `work` does with the port's handle. */
export async function serve(store: Store, work: Work, options: CreateSessionOptions = {}) {
  const port = koaSession();
  const app = new Koa();
  app.silent = true;
  app.keys = ["k"];
  app.use(session({ store, signed: true, ...options } as CreateSessionOptions, app));
  app.use(async (ctx) => {
    if (ctx.path === "/login") {
      ctx.session = { ...hostData };
      if (ctx.query.days) ctx.session.maxAge = Number(ctx.query.days) * 86_400_000;
      if (options.autoCommit === false) await ctx.session.manuallyCommit();
      ctx.body = {};
    } else if (ctx.path === "/state") {
      const { user, basket, externalKey } = ctx.session;
      ctx.body = { user, basket, slot: (await port.open(ctx, sealing)).read(), id: externalKey };
    } else {
      try {
        await work(await port.open(ctx, sealing), ctx);
        ctx.body = { ok: true };
      } catch (error) {
        ctx.status = 503;
        ctx.body = { error: error instanceof Error ? error.message : error };
      }
    }
  });
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async (path: string, cookie = "") => {
    const response = await fetch(origin + path, { headers: { cookie } });
    const all = response.headers.getSetCookie();
    const set = all.find((field) => field.startsWith("koa.sess=")) ?? "";
    const cookies = all.map((field) => field.split(";")[0]).join("; ");
    return {
      status: response.status,
      json: response.ok || response.status === 503 ? await response.json() : null,
      set,
      cookie: cookies || cookie,
    };
  };
}
