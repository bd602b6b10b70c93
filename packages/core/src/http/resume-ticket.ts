import type { Ticket } from "../secrets/ticket-seal.js";
import type { Call } from "./call.js";
import type { FormEntries } from "./form-entries.js";

/** Longer than anybody needs for a code, and no longer than a sign-in is good for one. */
const lifetimeMs = 600_000;

/** What a refused request leaves on the challenge page: nobody but the suite can read or change it. */
export interface Interrupted {
  /** A local path with its query, checked. */
  readonly path: string;
  /** What is posted there once more; null where the path is only gone to. */
  readonly fields: FormEntries | null;
  readonly action: string | null;
  /** The action in words for people. */
  readonly words: string | null;
}

/** As it came back, opened; the text goes on to the next page where a code was wrong. */
export interface Resuming extends Interrupted {
  readonly ticket: string;
}

/** @param sessionId of the slot, new with every rotation: what was begun in another session is not continued in this. */
export function sealInterrupted(
  { suite, subject, now }: Call,
  sessionId: string,
  interrupted: Interrupted,
): Promise<string> {
  const content = { ...interrupted, subjectId: subject.id, expiresAt: now + lifetimeMs };
  return suite.tickets.seal("resume", content, sessionId);
}

/** Null for one that is expired, forged, or of another session or subject. */
export async function openInterrupted(call: Call, ticket: unknown): Promise<Resuming | null> {
  const { suite, subject, stored, now } = call;
  if (stored === null || typeof ticket !== "string") return null;
  const opened = await suite.tickets.open<Ticket & Interrupted>("resume", ticket, now, stored.id);
  if (opened === null || opened.subjectId !== subject.id) return null;
  const { path, fields, action, words } = opened;
  return { path, fields, action, words, ticket };
}
