/**
 * Sessions in memory, for Koa and Hono (express-session brings its own): a restart signs everybody out. Keeps copies, as
 * a real store does, so that nothing is stored which was not written.
 */
export class MemorySessions<Data extends object> {
  readonly #sessions = new Map<string, Data>();

  async get(id: string): Promise<Data | null> {
    return structuredClone(this.#sessions.get(id)) ?? null;
  }

  async set(id: string, data: Data): Promise<void> {
    this.#sessions.set(id, structuredClone(data));
  }

  /** As koa-session calls it. */
  async destroy(id: string): Promise<void> {
    this.#sessions.delete(id);
  }

  /** As @hono/session calls it. */
  async delete(id: string): Promise<void> {
    this.#sessions.delete(id);
  }
}
