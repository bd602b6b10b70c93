import { type VirtualAuthenticator, virtualAuthenticator } from "@second-factor/testing";
import type { Client } from "../testbed/client/client.js";

export interface Enrolled {
  readonly phone: VirtualAuthenticator;
  /** The code that confirmed it; used up. */
  readonly usedCode: string;
}

/** Enrolls whoever is signed in, as a program does. */
export async function enroll(client: Client, clock: { now(): number }): Promise<Enrolled> {
  const begun = await client.request("POST", "/2fa/totp/enrollments", { json: {} });
  const { enrollmentId, keyUri } = begun.json<{ enrollmentId: string; keyUri: string }>();
  const phone = virtualAuthenticator(keyUri, clock);
  const path = `/2fa/totp/enrollments/${enrollmentId}/confirm`;
  const usedCode = phone.code();
  const confirmed = await client.request("POST", path, { json: { otp: usedCode } });
  if (confirmed.status !== 200) throw new Error(`confirm: ${confirmed.status} ${confirmed.text}`);
  return { phone, usedCode };
}
