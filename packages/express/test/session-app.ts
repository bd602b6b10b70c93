import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SessionContext, SessionHandle } from "@second-factor/core/http";
import express, { type Request } from "express";
import session from "express-session";
import { onTestFinished } from "vitest";
import { expressSession } from "../src/index.js";

interface HostData {
  user?: string;
  basket?: string[];
}

const dataOf = (req: Request) => req.session as HostData;

export const slot = {
  id: "slot-1",
  formToken: "form",
  signIn: { subjectId: "alice", epoch: "e", since: 1 },
  mark: null,
};
export const hostData: HostData = { user: "alice", basket: ["apple"] };
export const unused = {} as SessionContext;

/** A MemoryStore that fails or waits where a test says so. */
export class Store extends session.MemoryStore {
  readonly failing = new Set<"set" | "destroy">();
  beforeSet: Promise<void> = Promise.resolve();

  override set(...[id, data, done]: Parameters<session.MemoryStore["set"]>): void {
    if (this.failing.has("set")) return void setImmediate(() => done?.(new Error("set failed")));
    void this.beforeSet.then(() => super.set(id, data, done));
  }

  override destroy(...[id, done]: Parameters<session.MemoryStore["destroy"]>): void {
    if (this.failing.has("destroy")) {
      return void setImmediate(() => done?.(new Error("destroy failed")));
    }
    super.destroy(id, done);
  }

  contents(): string[] {
    const { sessions } = this as unknown as { sessions: Record<string, string> };
    return Object.values(sessions);
  }
}

export type Work = (handle: SessionHandle, req: Request) => unknown;

/** express-session over the store, a login, and whatever `work` does with the port's handle. */
export async function serve(
  store: Store,
  work: Work,
  options: Partial<session.SessionOptions> = {},
) {
  const port = expressSession();
  const app = express();
  app.use(session({ secret: "s", resave: false, saveUninitialized: false, store, ...options }));
  app.post("/login", (req, res) => {
    Object.assign(req.session, hostData);
    if (req.query.days) req.session.cookie.maxAge = Number(req.query.days) * 86_400_000;
    res.json({});
  });
  app.get("/state", async (req, res) => {
    const { user, basket } = dataOf(req);
    res.json({ user, basket, slot: (await port.open(req, unused)).read(), id: req.sessionID });
  });
  app.post("/work", async (req, res) => {
    try {
      await work(await port.open(req, unused), req);
      res.json({ ok: true });
    } catch (error) {
      res.status(503).json({ error: error instanceof Error ? error.message : error });
    }
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async (method: string, path: string, cookie = "") => {
    const response = await fetch(origin + path, { method, headers: { cookie } });
    const [set = ""] = response.headers.getSetCookie();
    const [pair = ""] = set.split(";");
    return { status: response.status, json: await response.json(), set, cookie: pair || cookie };
  };
}
