import type { SecondFactorEngine, Subject } from "@second-factor/core";
import type { ManualClock } from "@second-factor/testing";
import type { Visitor } from "./host-call.js";

/** The bank's own state, with everything a test may want to look at. */
export interface Bank {
  readonly clock: ManualClock;
  readonly engine: SecondFactorEngine;
  handlerRuns: number;
  /** Accounts that were closed: nobody is signed in as them any more. */
  readonly disabled: Set<string>;
  readonly transfers: Array<{
    readonly from: string;
    readonly to: unknown;
    readonly amount: unknown;
  }>;
  readonly linked: string[];
  /** What reached the host's error handling. */
  readonly errors: unknown[];
}

/** Any such name is a user, so that tests can have as many as they like; the password is `NAME-password`. */
const userName = /^[a-z][a-z0-9-]{0,63}$/;

export const isUser = (name: unknown): name is string =>
  typeof name === "string" && userName.test(name);

export function checkPassword(name: unknown, password: unknown): string | null {
  return isUser(name) && password === `${name}-password` ? name : null;
}

/** "alice-magic" is alice's magic link: every other way to sign in has a secret of that form. */
export function checkSecret(kind: string, secret: unknown): string | null {
  if (typeof secret !== "string" || !secret.endsWith(`-${kind}`)) return null;
  const name = secret.slice(0, -kind.length - 1);
  return isUser(name) ? name : null;
}

export function toSubject(visitor: Visitor | null | undefined, tellTime: boolean): Subject | null {
  if (visitor === null || visitor === undefined) return null;
  const { user, authenticatedAt, tokenId } = visitor;
  return {
    id: user,
    name: `${user}@bank.example`,
    ...(user === "carol" && { roles: ["admin"] }),
    ...(tokenId !== undefined && { tokenId }),
    ...((tellTime || tokenId !== undefined) &&
      authenticatedAt !== undefined && { authenticatedAt }),
  };
}
