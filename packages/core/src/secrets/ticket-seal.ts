import { crypto } from "#crypto";
import { decodeBase64 } from "./decode-base64.js";
import type { Sealer } from "./sealer.js";

/** What a ticket lets its holder do. One of one kind opens as no other. */
export type TicketKind =
  | "cancel_recovery"
  | "complete_recovery"
  | "resume"
  /** Where a list that staff pages through goes on. */
  | "staff_list"
  | "undo_enrollment";

export interface Ticket {
  readonly subjectId: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/**
 * Tickets are not stored: sealed, they can't be guessed, forged or read, and what they are for decides in the records,
 * by compare-and-set, whether they were used.
 */
export interface TicketSeal {
  /** @param binding what it must be opened beside: a session's id, or "" for links */
  seal(kind: TicketKind, content: Ticket, binding?: string): Promise<string>;
  /** Null for what is expired, of another kind or binding, or none at all. It never says which. */
  open<Content extends Ticket>(
    kind: TicketKind,
    text: unknown,
    now: number,
    binding?: string,
  ): Promise<Content | null>;
}

/** Larger than any we make: what was typed in place of one must cost nothing. */
export const longestTicket = 16_384;

export function createTicketSeal(sealer: Sealer): TicketSeal {
  const row = (kind: TicketKind, binding: string) => ({
    subjectId: binding,
    authenticatorId: kind,
  });
  return {
    async seal(kind, content, binding = "") {
      const plain = new TextEncoder().encode(JSON.stringify(content));
      return crypto.toBase64Url(await sealer.seal("ticket", row(kind, binding), plain));
    },

    async open<Content extends Ticket>(
      kind: TicketKind,
      text: unknown,
      now: number,
      binding = "",
    ): Promise<Content | null> {
      if (typeof text !== "string" || text.length > longestTicket) return null;
      const bytes = decodeBase64(text);
      if (bytes === null) return null;
      const opened = await sealer.open("ticket", row(kind, binding), bytes);
      if (opened.outcome !== "opened") return null;
      const content = JSON.parse(new TextDecoder().decode(opened.plaintext)) as Content;
      // Said so that a comparison with NaN refuses.
      return now < content.expiresAt ? content : null;
    },
  };
}
