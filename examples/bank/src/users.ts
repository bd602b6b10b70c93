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
    passwordHash:
      "ce1c25813e4fd864dc12a0f69efd7964.fc4228f102c38f1194fcf49cd7e89935ddf159fb52dc8b6d68ecdd55b770a50c",
  },
  {
    id: "bob",
    name: "bob@harbour.example",
    roles: [],
    passwordHash:
      "58fd9acedf604eaabbec73bd03c8368f.3f95f90737909d55027f79264583545a971b4631e1313601a718353730a72c6f",
  },
  {
    id: "carol",
    name: "carol@harbour.example",
    roles: ["admin"],
    passwordHash:
      "f9f2e4ba17f6104be35c4972c2963dd5.3934085d8189aa91f2f4172b52f5fc3a110a7f059f01fde56582417ab36be069",
  },
  {
    id: "dave",
    name: "dave@harbour.example",
    roles: ["support"],
    passwordHash:
      "a03127adf271a1f6bad16bc2645a73d9.e104586f550d8e48bd14cff510795a7621e2f590faa5c86372aee33bcd4c8f9c",
  },
];

/** Compared where there is no such user, so that the time taken does not tell who has an account. */
const nobodysHash =
  "1e0e4eea3bfae6187fa35c0b9ff04bef.9905726c6c08ba1a2b84937d416c5a24edb668bb6f559333623226dbbeaed30f";

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
