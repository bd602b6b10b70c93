import { useSession, useSessionStorage } from "@hono/session";
import type { SessionContext, SessionHandle } from "@second-factor/core/http";
import { type Context, Hono } from "hono";
import { honoSession } from "../src/index.js";

export const slot = {
  id: "slot-1",
  formToken: "form",
  signIn: { subjectId: "alice", epoch: "e", since: 1 },
  mark: null,
};
export const hostData = { user: "alice", basket: ["apple"] };
export const sealing = {
  header: () => undefined,
  appendHeader: () => undefined,
  secure: false,
  seal: { seal: () => "sealed", open: () => undefined },
} satisfies SessionContext;

type Data = Record<string, unknown>;

export class Storage {
  readonly entries = new Map<string, string>();
  readonly failing = new Set<"set" | "delete">();
  beforeSet: Promise<void> = Promise.resolve();
  readonly calls: string[] = [];

  async get(sid: string): Promise<Data | null> {
    this.calls.push("get");
    const found = this.entries.get(sid);
    return found === undefined ? null : JSON.parse(found);
  }

  async set(sid: string, data: Data): Promise<void> {
    this.calls.push("set");
    await this.beforeSet;
    if (this.failing.has("set")) throw new Error("set failed");
    this.entries.set(sid, JSON.stringify(data));
  }

  async delete(sid: string): Promise<void> {
    this.calls.push("delete");
    if (this.failing.has("delete")) throw new Error("delete failed");
    this.entries.delete(sid);
  }

  contents(): string[] {
    return [...this.entries.values()];
  }
}

interface HostSession {
  readonly data: Data | null;
  readonly id: string;
  get(): Promise<Data | null>;
  update(data: Data | ((data: Data | null) => Data)): Promise<void>;
  delete(): void;
}

export type Work = (handle: SessionHandle, c: Context, session: HostSession) => unknown;
type Options = Parameters<typeof useSession>[0] & { stored?: boolean };

/** @hono/session over the storage, a login, and whatever `work` does with the port's handle. */
export function serve(storage: Storage, work: Work, { stored = true, ...options }: Options = {}) {
  const port = honoSession<Context>();
  const app = new Hono<{ Variables: { session: HostSession } }>();
  if (stored) app.use(useSessionStorage(storage) as never);
  app.use(useSession({ secret: "s".repeat(32), ...options }) as never);
  app.get("/login", async (c) => {
    await c.get("session").update({ ...hostData });
    return c.json({});
  });
  app.get("/state", async (c) => {
    const data = await c.get("session").get();
    const handle = await port.open(c, sealing);
    return c.json({ ...data, secondFactor: undefined, slot: handle.read(), id: handle.id });
  });
  app.get("/work", async (c) => {
    try {
      await work(await port.open(c, sealing), c, c.get("session"));
      return c.json({ ok: true });
    } catch (error) {
      return c.json({ error: error instanceof Error ? error.message : error }, 503);
    }
  });
  return async (path: string, cookie = "") => {
    const response = await app.request(path, { headers: { cookie } });
    const [set = ""] = response.headers.getSetCookie();
    const [pair = ""] = set.split(";");
    return { status: response.status, json: await response.json(), set, cookie: pair || cookie };
  };
}
