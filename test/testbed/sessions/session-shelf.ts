/** The host's session store, under all three session middlewares. Keeps text, as a store on a network would. */
export interface SessionShelf {
  /** Makes every write or removal fail. */
  failing: boolean;
  readonly size: number;
  /** What the sessions hold, whoever they belong to. */
  all(): Record<string, unknown>[];
  has(id: string): boolean;
  get(id: string): Promise<Record<string, unknown> | null>;
  set(id: string, data: unknown): Promise<void>;
  delete(id: string): Promise<void>;
}

export function createSessionShelf(): SessionShelf {
  const rows = new Map<string, string>();
  const shelf: SessionShelf = {
    failing: false,
    get size() {
      return rows.size;
    },
    all: () => [...rows.values()].map((row) => JSON.parse(row) as Record<string, unknown>),
    has: (id) => rows.has(id),
    async get(id) {
      const row = rows.get(id);
      return row === undefined ? null : (JSON.parse(row) as Record<string, unknown>);
    },
    async set(id, data) {
      refuseWhereFailing();
      rows.set(id, JSON.stringify(data));
    },
    async delete(id) {
      refuseWhereFailing();
      rows.delete(id);
    },
  };

  function refuseWhereFailing(): void {
    if (shelf.failing) throw new Error("The session store is down.");
  }
  return shelf;
}
