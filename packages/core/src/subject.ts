import { Unavailable } from "./unavailable.js";

/** The account, as the host knows it. The suite stores `id` and shows `name`; it never looks anything else up. */
export interface Subject {
  /** Stable and unique within the namespace: 1 to 256 characters. */
  readonly id: string;
  /** What the authenticator app shows beside the code, usually the e-mail address. Up to 256 characters. */
  readonly name: string;
  readonly roles?: readonly string[];
  /** Ids or names of the organisations that the account belongs to, for policies. */
  readonly organizations?: readonly string[];
  /** When this sign-in's first factor was checked, in milliseconds since the Unix epoch (`auth_time`). */
  readonly authenticatedAt?: number;
  /** Set it where the request authenticated by a token (`jti`): a session's mark then does not count. */
  readonly tokenId?: string;
}

const text = (value: unknown, most: number): value is string =>
  typeof value === "string" && value.length > 0 && value.length <= most;

const areTexts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => typeof one === "string"));

/** Stores write half a surrogate pair as U+FFFD, and two accounts would share a row. */
export const isSubjectId = (value: unknown): value is string =>
  text(value, 256) && !/\p{Surrogate}/u.test(value);

function malformed(why: string): Unavailable {
  return new Unavailable("subject_unavailable", 1, {
    cause: new TypeError(`subject() answered with ${why}`),
  });
}

/**
 * Checks what the host's `subject` answered. Only a literal null is "nobody": undefined is what a broken look-up
 * returns, and reading it as "nobody" would open every route that is public to strangers.
 *
 * @throws Unavailable `subject_unavailable`
 */
export function parseSubject(value: unknown): Subject | null {
  if (value === null) return null;
  if (typeof value !== "object") throw malformed(typeof value);
  const { id, name, roles, organizations, authenticatedAt, tokenId } = value as Record<
    keyof Subject,
    unknown
  >;
  if (!text(id, 256)) throw malformed("an id that is not a string of 1 to 256 characters");
  if (!isSubjectId(id)) throw malformed("an id that is not well-formed Unicode");
  if (!text(name, 256)) throw malformed("a name that is not a string of 1 to 256 characters");
  if (!areTexts(roles)) throw malformed("roles that are not strings");
  if (!areTexts(organizations)) throw malformed("organizations that are not strings");
  if (
    authenticatedAt !== undefined &&
    !(Number.isFinite(authenticatedAt) && (authenticatedAt as number) > 0)
  ) {
    throw malformed("an authenticatedAt that is not a time in milliseconds");
  }
  if (tokenId !== undefined && !text(tokenId, 1024))
    throw malformed("a tokenId that is not a string");
  return value as Subject;
}
