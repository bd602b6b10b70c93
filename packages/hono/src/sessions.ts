import { ConfigurationError, sealedCookie } from "@second-factor/core";
import type { SessionHandle, SessionPort } from "@second-factor/core/http";
import type { Context } from "hono";

export interface HonoSessionOptions<Host> {
  /** The suite's property of the session's data; "secondFactor" by default. */
  readonly key?: string;
  /**
   * Only for @hono/session without a storage, which leaves the session with the client: the id of the host's session,
   * or its token's `jti`. The suite then keeps its slot in a sealed cookie bound to it.
   */
  readonly binding?: (c: Host) => string | null | undefined;
}

type Data = Record<string, unknown>;

interface HeldSession {
  /** Throws before the first `get()` and after a `delete()`. */
  readonly data: Data | null;
  readonly id: string | null;
  get(): Promise<unknown>;
}

interface Storage {
  set(sid: string, data: Data): unknown;
  delete(sid: string): unknown;
}

/** The slot in the data of @hono/session over a storage; over none, in a sealed cookie beside it. */
export function honoSession<Host extends Context>({
  key = "secondFactor",
  binding,
}: HonoSessionOptions<Host> = {}): SessionPort<Host> {
  const sealed = binding && sealedCookie<Host>({ binding });
  return {
    name: "@hono/session",
    heldBy: sealed ? "client" : "server",
    async open(c, context) {
      const session: HeldSession | undefined = c.get("session");
      if (session === undefined) throw missing();
      await load(session);
      const storage: Storage | undefined = c.get("sessionStorage");
      if (storage !== undefined) return handle(c, session, storage, key);
      if (sealed === undefined) throw cannotRevoke();
      return sealed.open(c, context);
    },
  };
}

/**
 * Writes to the storage itself, and waits. @hono/session does not wait, and what it was told by `update()` it forgets
 * at the next `get()` of the same request.
 */
function handle(c: Context, session: HeldSession, storage: Storage, key: string): SessionHandle {
  return {
    get id() {
      return dataOf(session) === undefined ? undefined : (session.id ?? undefined);
    },
    read: () => dataOf(session)?.[key],
    async write(slot) {
      const data = dataOf(session);
      if (slot === null && data?.[key] === undefined) return;
      const { [key]: _, ...rest } = data ?? {};
      await storage.set(idOf(session), slot === null ? rest : { ...rest, [key]: slot });
      // What the host reads or writes later in this request starts from here.
      if (data && slot !== null) data[key] = slot;
      else if (data) delete data[key];
    },
    async rotate(slot) {
      const { [key]: _, ...rest } = dataOf(session) ?? {};
      const old = idOf(session);
      await storage.delete(old);
      await renew(c, session);
      const id = idOf(session);
      if (id === old) throw new Error("@hono/session kept the session's id.");
      await storage.set(id, { ...rest, [key]: slot });
    },
  };
}

/**
 * @hono/session gives a session a new id where it finds no cookie, and sends it at the end of the request. The cookie
 * is looked for before `get()` returns its promise, so the request is without one for no longer than that.
 */
function renew(c: Context, session: HeldSession): Promise<unknown> {
  const { raw } = c.req;
  c.req.raw = new Request(raw.url);
  try {
    return session.get();
  } finally {
    c.req.raw = raw;
  }
}

/** Nothing where the session was deleted: a `get()` would bring it back. */
async function load(session: HeldSession): Promise<void> {
  try {
    void session.data;
  } catch (error) {
    if (error instanceof Error && error.message.includes("not initialised")) await session.get();
  }
}

/** Null where the session is new, undefined where it was deleted. */
function dataOf(session: HeldSession): Data | null | undefined {
  try {
    return session.data;
  } catch {
    return undefined;
  }
}

function idOf(session: HeldSession): string {
  const id = dataOf(session) === undefined ? null : session.id;
  if (id !== null) return id;
  throw new Error("The session ended while the request was running.");
}

const missing = () =>
  new ConfigurationError(
    "session_missing",
    'There is no session of @hono/session in the context: c.get("session").',
    "Mount useSession() above twoFactor.routes() and twoFactor.guard().",
  );

const cannotRevoke = () =>
  new ConfigurationError(
    "session_cannot_revoke",
    "@hono/session has no storage, so that the session is in the client's hands, which can bring an old one back.",
    'Mount useSessionStorage() above useSession(), or pass honoSession({ binding: (c) => c.get("session").id }).',
  );
