import type { ReplayStore, StepRange } from "@second-factor/core/stores";

/** What a replay store does at each turn, so that a test can get one of them wrong. */
export interface ReplayRules {
  /** Seconds until it can be sure; 0 or less where it is. Asked on every call. */
  fence(upForSeconds: number, memorySeconds: number): number;
  rejection(seconds: number): unknown;
  keyOf(namespace: string, subjectId: string, authenticatorId: string): string;
  takes(steps: StepRange, used: number, floor: number): boolean;
  remembers(steps: StepRange): number;
  /** On the way to the server. */
  arrives(): Promise<void>;
  /** Between reading and writing: nothing, unless it races. */
  between: (() => Promise<void>) | null;
  answers(taken: boolean): unknown;
}

const rightRules: ReplayRules = {
  fence: (upForSeconds, memorySeconds) => memorySeconds - upForSeconds,
  rejection: (retryAfterSeconds) => Object.assign(new Error("not sure yet"), { retryAfterSeconds }),
  keyOf: (...ids) => JSON.stringify(ids),
  takes: ({ first }, used, floor) => first > Math.max(used, floor),
  remembers: ({ last }) => last,
  arrives: async () => {},
  between: null,
  answers: (taken) => taken,
};

/** A replay server in memory, with two clients and a switch that takes its memory away. Keys expire, as Redis's do. */
export function openReplayServer(bug: Partial<ReplayRules> = {}) {
  const rules = { ...rightRules, ...bug };
  const used = new Map<string, { readonly step: number; readonly expiresAt: number }>();
  let upSince = performance.now();

  const client: ReplayStore = {
    durability: "durable",
    forNamespace: (namespace) => ({
      async acceptStep(subjectId, authenticatorId, steps, floor, memorySeconds) {
        await rules.arrives();
        const now = performance.now();
        const left = rules.fence((now - upSince) / 1000, memorySeconds);
        if (left > 0) throw rules.rejection(left);
        const key = rules.keyOf(namespace, subjectId, authenticatorId);
        const held = used.get(key);
        const last = held === undefined || held.expiresAt <= now ? -1 : held.step;
        const taken = rules.takes(steps, last, floor);
        if (rules.between !== null) await rules.between();
        const expiresAt = now + memorySeconds * 1000;
        if (taken) used.set(key, { step: rules.remembers(steps), expiresAt });
        return rules.answers(taken) as boolean;
      },
    }),
  };
  return {
    stores: [client, { ...client }],
    close: async () => {},
    async lose() {
      used.clear();
      upSince = performance.now();
    },
  };
}
