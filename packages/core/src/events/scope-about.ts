import type { EventScope } from "./emitter.js";

/** The same request, and another account that its events are about: one that a ticket or a person of staff names. */
export function scopeAbout(
  { correlationId, clientAddress, userAgent, waitUntil }: EventScope,
  subjectId: string,
): EventScope {
  return { correlationId, subjectId, subjectName: null, clientAddress, userAgent, waitUntil };
}
