import { randomUUID } from "node:crypto";
import type { SessionPort } from "@second-factor/core/http";
import { type KoaContext, koaSession, sealedCookie } from "@second-factor/koa";
import { createSession } from "koa-session";
import type Koa from "koa3";
import type { SessionMode } from "../testbed-options.js";
import type { SessionShelf } from "./session-shelf.js";

export interface HeldSession extends Record<string, unknown> {
  readonly externalKey?: string;
  regenerate(): Promise<void>;
}

export interface HeldContext {
  session: HeldSession | Record<string, unknown> | null;
}

export function koaSessions(
  app: Koa,
  mode: SessionMode,
  shelf: SessionShelf,
): { middleware: Koa.Middleware | null; port: SessionPort<KoaContext> } {
  const overStore = mode === "server" || mode === "sealed-cookie";
  const idOf = (context: object) => {
    const { session } = context as HeldContext;
    return (overStore ? session?.externalKey : session?.id) as string | undefined;
  };
  const port: SessionPort<KoaContext> =
    mode === "sealed-cookie"
      ? sealedCookie({ binding: idOf })
      : koaSession(mode === "client" ? { binding: idOf } : {});
  if (mode === "none") return { middleware: null, port };
  app.keys = ["bed"];
  const store = {
    get: (id: string) => shelf.get(id),
    set: (id: string, data: unknown) => shelf.set(id, data),
    destroy: (id: string) => shelf.delete(id),
  };
  const options = {
    key: "sid",
    signed: !overStore,
    sameSite: "lax",
    genid: () => randomUUID(),
    ...(overStore && { store }),
  };
  return { middleware: createSession(options, app) as Koa.Middleware, port };
}
