import type { Bank } from "../host/bank.js";
import type { HostCall, Visitor } from "../host/host-call.js";
import type { SessionShelf } from "../sessions/session-shelf.js";

export interface WebCall extends HostCall {
  visitor: Visitor | null;
  /** null before anything was remembered. */
  readonly sessionId: string | null;
}

/** One request of the web to the bank. The session is a row of the shelf under the id in a cookie. */
export function webCall(
  request: Request,
  shelf: SessionShelf,
  bank: Bank,
  added: Headers,
  endSecondFactor: () => Promise<void>,
): WebCall {
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const named = /(?:^|;\s*)sid=([\w-]+)/.exec(header("cookie") ?? "")?.[1] ?? "";
  let sessionId = shelf.has(named) ? named : null;

  async function keep(data: Record<string, unknown>): Promise<void> {
    if (sessionId === null) {
      sessionId = crypto.randomUUID();
      added.append("Set-Cookie", `sid=${sessionId}; Path=/; HttpOnly; SameSite=Lax`);
    }
    await shelf.set(sessionId, data);
  }
  async function forget(): Promise<void> {
    if (sessionId !== null) await shelf.delete(sessionId);
    sessionId = null;
  }

  const call: WebCall = {
    method: request.method,
    header,
    query: (name) => new URL(request.url).searchParams.get(name) ?? undefined,
    fields: () => fieldsOf(request),
    visitor: null,
    get sessionId() {
      return sessionId;
    },
    session: async () => (sessionId === null ? {} : ((await shelf.get(sessionId)) ?? {})),
    remember: async (data) => keep({ ...(await call.session()), ...data }),
    async signIn(user) {
      await forget();
      await keep({ user, at: bank.clock.now() });
    },
    async signOut() {
      await endSecondFactor();
      await forget();
    },
  };
  return call;
}

async function fieldsOf(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type") ?? "";
  const text = await request.text();
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  return type.startsWith("application/json") && text !== "" ? JSON.parse(text) : {};
}
