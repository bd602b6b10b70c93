import type { SecondFactorEngine } from "@second-factor/core";
import { type VirtualAuthenticator, virtualAuthenticator } from "@second-factor/testing";
import { Secret } from "otpauth";
import { type Mount, mounts } from "../bank/bank-engine.js";
import type { HostSession } from "../bank/host-session.js";
import { clientAddress, requestBytes } from "./requests.js";

const clock = { now: () => Date.now() };
const period = 30;

export interface User {
  readonly subject: string;
  /** From where they sign in: no two users share the budget of a client address. */
  readonly from: string;
  readonly authenticatorId: string;
  readonly app: VirtualAuthenticator;
}

/** Enrolled without a request: the code of now is unused. */
export async function importUser(
  engine: Pick<SecondFactorEngine, "importAuthenticator">,
  subject: string,
  number: number,
): Promise<User> {
  const secret = new Secret({ size: 20 }).base32;
  const { authenticatorId } = await engine.importAuthenticator({ subjectId: subject, secret });
  const app = virtualAuthenticator({ secret }, clock);
  return { subject, from: clientAddress(number), authenticatorId, app };
}

/** What the user's app shows at a time step. */
export function codeAt({ app }: User, step: number | undefined): string | null {
  const now = Math.floor(clock.now() / period / 1000);
  return step === undefined ? null : app.code(step - now);
}

/** So many sessions of a user's, signed in just now. */
export function sessionsOf(user: string, count: number): HostSession[] {
  const at = clock.now();
  return Array.from({ length: count }, (_, index) => ({ user, id: `s${index}`, at }));
}

/** A verification for each code, each in a session of its own. */
export function verifications(
  { subject, from }: User,
  otps: readonly string[],
  mount: Mount,
): Buffer[] {
  const path = `${mounts[mount]}/verify`;
  return sessionsOf(subject, otps.length).map((session, index) =>
    requestBytes({ session, from, path, json: { otp: otps[index] } }),
  );
}

export const repeat = (otp: string, times: number): string[] => new Array(times).fill(otp);
