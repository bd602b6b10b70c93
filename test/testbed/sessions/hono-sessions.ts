import { useSession, useSessionStorage } from "@hono/session";
import type { SessionPort } from "@second-factor/core/http";
import { honoSession, sealedCookie } from "@second-factor/hono";
import type { Context, MiddlewareHandler } from "hono";
import type { SessionMode } from "../testbed-options.js";
import type { BankEnv } from "../variants/hono.js";
import type { SessionShelf } from "./session-shelf.js";

export interface HeldSession {
  readonly id: string | null;
  get(): Promise<Record<string, unknown> | null>;
  update(data: Record<string, unknown>): Promise<void>;
  delete(): void;
}

const secret = "0123456789abcdef0123456789abcdef";

export function honoSessions(
  mode: SessionMode,
  shelf: SessionShelf,
): { middlewares: MiddlewareHandler[]; port: SessionPort<Context<BankEnv>> } {
  const idOf = (c: Context<BankEnv>) => c.get("session")?.id;
  const port: SessionPort<Context<BankEnv>> =
    mode === "sealed-cookie"
      ? sealedCookie({ binding: idOf })
      : honoSession(mode === "client" ? { binding: idOf } : {});
  if (mode === "none") return { middlewares: [], port };
  const session = useSession({ secret, duration: { absolute: 86_400 } }) as MiddlewareHandler;
  if (mode !== "server" && mode !== "sealed-cookie") return { middlewares: [session], port };
  const storage = useSessionStorage({
    get: (id) => shelf.get(id),
    set: (id, data) => shelf.set(id, data),
    delete: (id) => shelf.delete(id),
  }) as MiddlewareHandler;
  return { middlewares: [storage, session], port };
}
