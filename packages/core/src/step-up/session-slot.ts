/**
 * What the suite keeps in a session: one slot, three things.
 *
 * - `id`: random, new at every rotation. Binds a pending enrollment to the session that began it.
 * - `formToken`: what the page's own forms carry where a browser sends neither Sec-Fetch-Site nor Origin.
 * - `signIn`: when this session was first seen with this subject, and the subject's epoch then.
 * - `mark`: that a second factor was verified in this session. Never a boolean: it counts only for its subject, its
 *   epoch and its age.
 * - `grant`: that it was verified for one action, which it opens once.
 * - `seenAt`: the last request, to within a fraction of the idle time; only where the host set one.
 */
export interface SessionSlot {
  readonly id: string;
  readonly formToken: string;
  readonly signIn: SignInRecord;
  readonly mark: Mark | null;
  readonly grant?: Grant | null;
  readonly seenAt?: number;
}

export interface SignInRecord {
  readonly subjectId: string;
  readonly epoch: string;
  /** Milliseconds since the Unix epoch. */
  readonly since: number;
}

/**
 * How a second factor was shown (RFC 8176 where it has a value; it has none for recovery codes). "remembered" is none:
 * a trusted browser was not asked. It satisfies a guard and nothing else.
 */
export type AuthenticationMethod = "otp" | "recovery" | "remembered";

export interface Mark {
  readonly id: string;
  readonly subjectId: string;
  readonly epoch: string;
  /** The authenticator's id, the browser's where that is "remembered", or "recovery-code". */
  readonly authenticatorId: string;
  readonly amr: readonly AuthenticationMethod[];
  /** Milliseconds since the Unix epoch. */
  readonly verifiedAt: number;
}

/** A verification for one action. It counts as long as the mark that was made with it. */
export interface Grant {
  readonly id: string;
  /** The host's own words: "transfer:42". */
  readonly action: string;
  /** The mark it came with: gone or replaced, the grant is too. */
  readonly markId: string;
}

type Plain = Record<string, unknown>;

function hasExactly(
  value: unknown,
  keys: readonly string[],
  optional: readonly string[] = [],
): value is Plain {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const own = Object.keys(value);
  let expected = keys.length;
  for (const key of optional) if (Object.hasOwn(value, key)) expected += 1;
  return own.length === expected && keys.every((key) => Object.hasOwn(value, key));
}

const isText = (value: unknown): value is string =>
  typeof value === "string" && value.length <= 512;
const isTime = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) > 0;
const isMethod = (value: unknown): boolean =>
  value === "otp" || value === "recovery" || value === "remembered";

const slotKeys = ["id", "formToken", "signIn", "mark"];
const optionalKeys = ["grant", "seenAt"];
const grantKeys = ["id", "action", "markId"];
const signInKeys = ["subjectId", "epoch", "since"];
const markKeys = ["id", "subjectId", "epoch", "authenticatorId", "amr", "verifiedAt"];

function isSignIn(value: unknown): boolean {
  return (
    hasExactly(value, signInKeys) &&
    isText(value.subjectId) &&
    isText(value.epoch) &&
    isTime(value.since)
  );
}

function isMark(value: unknown): boolean {
  if (!hasExactly(value, markKeys)) return false;
  const { id, subjectId, epoch, authenticatorId, amr, verifiedAt } = value;
  return (
    isText(id) &&
    isText(subjectId) &&
    isText(epoch) &&
    epoch !== "" &&
    isText(authenticatorId) &&
    Array.isArray(amr) &&
    amr.length > 0 &&
    amr.length <= 4 &&
    amr.every(isMethod) &&
    isTime(verifiedAt)
  );
}

function isGrant(value: unknown): boolean {
  if (!hasExactly(value, grantKeys)) return false;
  return isText(value.id) && isText(value.action) && isText(value.markId);
}

/** Strict: one key too many, one wrong type, an odd prototype, and the session knows nothing. */
export function parseSessionSlot(value: unknown): SessionSlot | null {
  if (!hasExactly(value, slotKeys, optionalKeys)) return null;
  const { id, formToken, signIn, mark, grant = null, seenAt = 1 } = value;
  if (!isText(id) || id === "" || !isText(formToken) || formToken === "") return null;
  if (!isSignIn(signIn)) return null;
  if (mark !== null && !isMark(mark)) return null;
  if ((grant !== null && !isGrant(grant)) || !isTime(seenAt)) return null;
  return value as unknown as SessionSlot;
}
