import type { SecondFactorEngine, Subject } from "@second-factor/core";
import { type AccountDesk, accountDesk } from "./account-desk.js";
import { type Desk, userOf } from "./desk.js";
import { type BankEngineOptions, createBankEngine } from "./engine.js";
import type { Ledger } from "./ledger.js";
import { memoryLedger } from "./memory-ledger.js";
import { type SignInDesk, signInDesk } from "./sign-in-desk.js";
import { type BankUser, exampleUsers, type SignedIn, toSubject } from "./users.js";
import { isCrossSite, type Visit } from "./visit.js";

export interface BankOptions extends Omit<BankEngineOptions, "issuer" | "subjectsInRole"> {
  readonly issuer?: string;
  readonly users?: readonly BankUser[];
  /** In memory where it is left out. */
  readonly ledger?: Ledger;
}

/** The app before any framework: what it answers as plain data, so that the examples differ in nothing but theirs. */
export interface Bank extends SignInDesk, AccountDesk {
  readonly engine: SecondFactorEngine;
  /** Who a session belongs to, for the adapter's `subject`. */
  subjectOf(signedIn: SignedIn | undefined): Subject | null;
  isCrossSite(visit: Visit): boolean;
  /** In milliseconds since the Unix epoch. */
  now(): number;
}

export function createBank(options: BankOptions): Bank {
  const { users = exampleUsers, ledger = memoryLedger(users), ...engineOptions } = options;
  const { issuer = "Harbour Bank", clock = Date, trustedOrigins } = options;
  const subjectsInRole = (role: string) =>
    users.filter(({ roles }) => roles.includes(role)).map(({ id }) => id);
  const desk: Desk = { issuer, users, ledger, now: () => clock.now() };
  return {
    ...signInDesk(desk),
    ...accountDesk(desk),
    now: desk.now,
    engine: createBankEngine({ ...engineOptions, issuer, subjectsInRole }),
    subjectOf(signedIn) {
      const user = userOf(desk, signedIn);
      return user === null || signedIn === undefined ? null : toSubject(user, signedIn);
    },
    isCrossSite: (visit) => isCrossSite(visit, trustedOrigins),
  };
}
