/** Stands for the session store that your app has: Redis, a database. */
const sessions = new Map<string, Record<string, unknown>>();

export const sessionStore = {
  get: async (id: string) => structuredClone(sessions.get(id)) ?? null,
  set: async (id: string, data: Record<string, unknown>) => {
    sessions.set(id, structuredClone(data));
  },
  /** koa-session */
  destroy: async (id: string) => {
    sessions.delete(id);
  },
  /** @hono/session */
  delete: async (id: string) => {
    sessions.delete(id);
  },
};
