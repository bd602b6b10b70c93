import type { Records } from "../stores/records.js";
import type { SubjectRecord } from "../stores/subject-record.js";
import { type SubjectState, subjectState } from "./subject-state.js";

/** Enough for the sessions that are active within a few seconds; beyond it the oldest entry makes room. */
const mostEntries = 10_000;

interface Entry {
  readonly state: SubjectState;
  readonly until: number;
}

/**
 * What the guard remembers of a subject for a few seconds, so that a request of a verified session costs no read. It
 * may only let pass: whoever is about to be refused is read again.
 */
export interface StateCache {
  get(subjectId: string, now: number): SubjectState | undefined;
  /** Reads the subject and remembers it. */
  load(subjectId: string, now: number): Promise<SubjectState>;
  forget(subjectId: string): void;
}

export function createStateCache(records: Records, lifetimeMs: number): StateCache {
  const entries = new Map<string, Entry>();
  // A read that began before a change must not be remembered after it.
  let changes = 0;

  function remember(subjectId: string, record: SubjectRecord, until: number): SubjectState {
    const state = subjectState(record);
    if (lifetimeMs === 0) return state;
    entries.delete(subjectId);
    if (entries.size >= mostEntries) {
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    }
    entries.set(subjectId, { state, until });
    return state;
  }

  return {
    get(subjectId, now) {
      const entry = entries.get(subjectId);
      // An entry from the future means that the clock stepped back; its age is unknown.
      if (entry === undefined || entry.until <= now || entry.until > now + lifetimeMs)
        return undefined;
      return entry.state;
    },
    async load(subjectId, now) {
      const before = changes;
      const record = await records.load(subjectId);
      return before === changes
        ? remember(subjectId, record, now + lifetimeMs)
        : subjectState(record);
    },
    forget(subjectId) {
      changes += 1;
      entries.delete(subjectId);
    },
  };
}

const changing = [
  "activate",
  "remove",
  "replaceRecoveryCodes",
  "requireEnrollment",
  "demandEnrollment",
  "renewEpoch",
  "revokeMark",
  "openRecovery",
  "changeRecovery",
  "completeRecovery",
  "keepBrowser",
  "rotateBrowser",
  "removeBrowsers",
] as const satisfies readonly (keyof Records)[];

/** The same records; a local change of what the cache holds is forgotten before anyone learns that it happened. */
export function forgettingRecords(records: Records, cache: () => StateCache): Records {
  const wrapped: Records = Object.create(records);
  for (const method of changing) {
    const call = records[method] as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(wrapped, method, {
      value: async (subjectId: string, ...rest: unknown[]) => {
        try {
          return await call.call(records, subjectId, ...rest);
        } finally {
          cache().forget(subjectId);
        }
      },
    });
  }
  return wrapped;
}
