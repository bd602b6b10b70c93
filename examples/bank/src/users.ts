import type { Subject } from "@second-factor/core";
import { isPassword } from "./password.js";

export interface BankUser {
  readonly id: string;
  /** What the bank and the authenticator app show. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly passwordHash: string;
}

/** What the session keeps of a sign-in. */
export interface SignedIn {
  readonly userId: string;
  /** When the password was checked, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** Every password is "NAME-password"; like any app, the bank itself only has their hashes. */
export const exampleUsers: readonly BankUser[] = [
  {
    id: "alice",
    name: "alice@harbour.example",
    roles: [],
    passwordHash: "zhwlgT5P2GTcEqD2nv15ZA._EIo8QLDjxGU_PSc1-iZNd3xWftS3IttaOzdVbdwpQw",
  },
  {
    id: "bob",
    name: "bob@harbour.example",
    roles: [],
    passwordHash: "WP2azt9gTqq77HO9A8g2jw.P5X5BzeQnVUCf3kmRYNUWpcbRjHhMTYBpxg1NzCnLG8",
  },
  {
    id: "carol",
    name: "carol@harbour.example",
    roles: ["admin"],
    passwordHash: "-fLkuhf2EEvjXElywpY91Q.OTQIXYGJqpHy9BcrUvX8OhEKfwWfAf3lZYJBerNr4Gk",
  },
  {
    id: "dave",
    name: "dave@harbour.example",
    roles: ["support"],
    passwordHash: "oDEnrfJxofa60WvCZFpz2Q.4QRYb1UNjki9FM_1EHladiHi9ZD6pchjcq7jO81Mj5w",
  },
];

/** Compared where there is no such user, so that the time taken does not tell who has an account. */
const nobodysHash = "Hg5O6jv65hh_o1wLn_BL7w.mQVybGwIuhorhJN9QWxaJO22aLtvVZMzYjIm276u0w8";

export async function authenticate(
  users: readonly BankUser[],
  username: unknown,
  password: unknown,
): Promise<BankUser | null> {
  if (typeof username !== "string" || typeof password !== "string" || password.length > 256) {
    return null;
  }
  const user = users.find(({ id }) => id === username);
  const right = await isPassword(password, user?.passwordHash ?? nobodysHash);
  return right ? (user ?? null) : null;
}

/** The user as the suite sees them. */
export function toSubject({ id, name, roles }: BankUser, { at }: SignedIn): Subject {
  return { id, name, roles, authenticatedAt: at };
}
