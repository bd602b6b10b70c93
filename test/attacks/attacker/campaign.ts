import type { VirtualAuthenticator } from "@second-factor/testing";
import type { Client, Reply, Testbed } from "../../testbed/index.js";
import { wrongOtps, wrongRecoveryCode, wrongRun } from "./guesses.js";
import { redeem, signedIn } from "./sign-in.js";

export const minute = 60;
export const day = 86_400;

/** Signs in anew and sends so many wrong codes, one after the other. */
export async function guess(
  bed: Testbed,
  user: string,
  owner: VirtualAuthenticator,
  tries: number,
): Promise<Reply[]> {
  const thief = await signedIn(bed, user);
  const replies: Reply[] = [];
  for (const otp of wrongOtps(owner, tries)) replies.push(await thief.verify(otp));
  return replies;
}

/** Spends the 30 failures of 30 days, five in each quarter of an hour; the clock stands 15 minutes after the last. */
export async function spendLongTerm(
  bed: Testbed,
  user: string,
  owner: VirtualAuthenticator,
): Promise<void> {
  for (let burst = 0; burst < 6; burst += 1) {
    await guess(bed, user, owner, 5);
    bed.clock.advance({ seconds: 15 * minute });
  }
}

/** Whatever an attacker with the password can spend of one account within a moment. */
export async function spendEverything(
  bed: Testbed,
  user: string,
  owner: VirtualAuthenticator,
): Promise<void> {
  const thief = await signedIn(bed, user);
  for (const otp of wrongOtps(owner, 6)) await verifySomewhere(thief, otp);
  for (let tries = 0; tries < 11; tries += 1) {
    await verifySomewhere(thief, wrongRun(owner, 2));
    await verifySomewhere(thief, wrongRun(owner, 3));
    await redeem(thief, wrongRecoveryCode(tries));
  }
}

const verifySomewhere = (thief: Client, otp: string): Promise<Reply> =>
  thief.request("POST", "/2fa/verify", { json: { otp } });
