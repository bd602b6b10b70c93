import type { SessionPort } from "@second-factor/core/http";
import { type ExpressRequest, expressSession, sealedCookie } from "@second-factor/express";
import session from "express-session";
import type { RequestHandler } from "express5";
import type { SessionMode } from "../testbed-options.js";
import { clientSession } from "./client-session.js";
import type { SessionShelf } from "./session-shelf.js";

/** What the bank does with `req.session`, whichever middleware made it. */
export interface HeldSession extends Record<string, unknown> {
  regenerate?(done: (error?: unknown) => void): void;
  destroy?(done: (error?: unknown) => void): void;
}

export const sessionOf = (request: object): HeldSession | undefined =>
  (request as { session?: HeldSession }).session;

const day = 86_400_000;

export function expressSessions(
  mode: SessionMode,
  shelf: SessionShelf,
): { middleware: RequestHandler | null; port: SessionPort<ExpressRequest> } {
  const idOf = (request: object) => (sessionOf(request)?.id as string | undefined) ?? null;
  const port: SessionPort<ExpressRequest> =
    mode === "sealed-cookie" || mode === "client"
      ? sealedCookie({ binding: idOf })
      : expressSession();
  if (mode === "none") return { middleware: null, port };
  if (mode !== "server" && mode !== "sealed-cookie") return { middleware: clientSession(), port };
  const middleware = session({
    name: "sid",
    secret: "bed",
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: "lax", maxAge: day },
    store: new ShelfStore(shelf),
  });
  return { middleware: middleware as unknown as RequestHandler, port };
}

class ShelfStore extends session.Store {
  constructor(private readonly shelf: SessionShelf) {
    super();
  }

  override get(
    id: string,
    done: (error: unknown, data?: session.SessionData | null) => void,
  ): void {
    this.shelf.get(id).then((data) => done(null, data as session.SessionData | null), done);
  }

  override set(id: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    this.shelf.set(id, data).then(() => done?.(), done);
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    this.shelf.delete(id).then(() => done?.(), done);
  }
}
