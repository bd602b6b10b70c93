import { crypto } from "#crypto";
import type { SlotSeal } from "../http/slot-seal.js";
import { after } from "../maybe-promise.js";
import type { SessionSlot } from "../step-up/session-slot.js";
import { decodeBase64 } from "./decode-base64.js";
import type { Sealer } from "./sealer.js";

/** What a browser keeps of one cookie, and servers take of one header. */
const longest = 4096;

/**
 * What a client holds: JSON, sealed for its purpose and its binding, in base64url.
 *
 * @param kind tells two things apart that are sealed for one purpose
 */
export function createSlotSeal<Content extends object = SessionSlot>(
  sealer: Sealer,
  purpose: "cookie" | "bearer",
  kind = "",
): SlotSeal<Content> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  // Whose slot it is stands inside and is not known before opening: the binding takes the subject's place.
  const row = (binding: string) => ({ subjectId: binding, authenticatorId: kind });

  return {
    seal(content, binding) {
      return after(
        sealer.seal(purpose, row(binding), encoder.encode(JSON.stringify(content))),
        crypto.toBase64Url,
      );
    },

    open(sealed, binding) {
      const bytes = sealed.length > longest ? null : decodeBase64(sealed);
      if (bytes === null) return undefined;
      return after(sealer.open(purpose, row(binding), bytes), (opened) => {
        if (opened.outcome !== "opened") return undefined;
        try {
          return JSON.parse(decoder.decode(opened.plaintext)) as unknown;
        } catch {
          return undefined;
        }
      });
    },
  };
}
