import assert from "node:assert/strict";
import { type VirtualAuthenticator, virtualAuthenticator } from "@second-factor/testing";
import type { Client, Reply, Testbed } from "../../testbed/index.js";
import { hex } from "./encodings.js";

export interface Begun {
  readonly id: string;
  readonly keyUri: string;
  /** What the app that scanned it would show. */
  readonly authenticator: VirtualAuthenticator;
}

export const begin = (browser: Client, name?: string): Promise<Reply> =>
  browser.request("POST", "/2fa/totp/enrollments", { json: name === undefined ? {} : { name } });

/** An enrollment under way, as whoever began it sees it. */
export async function begun({ clock }: Testbed, browser: Client, name?: string): Promise<Begun> {
  const reply = await begin(browser, name);
  assert.equal(reply.status, 201, reply.text);
  const { enrollmentId, keyUri } = reply.json<{ enrollmentId: string; keyUri: string }>();
  return { id: enrollmentId, keyUri, authenticator: virtualAuthenticator(keyUri, clock) };
}

export const confirm = (browser: Client, enrollmentId: string, otp: string): Promise<Reply> =>
  browser.request("POST", `/2fa/totp/enrollments/${enrollmentId}/confirm`, { json: { otp } });

/** Removes an authenticator from a session that was verified just now. */
export async function removed(browser: Client, authenticatorId: string): Promise<void> {
  const reply = await browser.request("DELETE", `/2fa/authenticators/${authenticatorId}`);
  assert.equal(reply.status, 204, reply.text);
}

/** What an active authenticator's row holds, to compare byte for byte. */
export async function sealedSecrets(bed: Testbed, user: string): Promise<readonly string[]> {
  const { authenticators } = await bed.record(user);
  return authenticators.map(({ id, sealedSecret }) => `${id} ${hex(sealedSecret)}`);
}
