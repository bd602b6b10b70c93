import assert from "node:assert/strict";
import type { SubjectRecord } from "@second-factor/core/stores";
import type { Client, Testbed } from "../../testbed/index.js";
import { begun } from "./enrolling.js";
import { mustAccept, mustRefuse } from "./outcomes.js";
import { enrolled, signedIn } from "./sign-in.js";

/** A request that would change something, in the victim's browser and with everything right but where it comes from. */
export interface Mutation {
  readonly browser: Client;
  readonly method: "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly fields: Record<string, string>;
}

export async function mutationsOf(
  bed: Testbed,
): Promise<{ readonly mutations: readonly Mutation[]; readonly record: SubjectRecord }> {
  const alice = await enrolled(bed, "alice");
  mustAccept(await alice.browser.verify(alice.authenticator.code()));
  bed.clock.advance({ seconds: 30 });
  const { id, authenticator } = await begun(bed, alice.browser, "second phone");
  const halfWay = await signedIn(bed, "alice");
  mustRefuse(await halfWay.request("GET", "/account"), 403, "second_factor_required");

  const post = (browser: Client, path: string, fields: Record<string, string> = {}): Mutation => ({
    browser,
    method: "POST",
    path: `/2fa${path}`,
    fields,
  });
  const own = `/authenticators/${alice.authenticatorId}`;
  const mutations = [
    post(halfWay, "/verify", { otp: alice.authenticator.code() }),
    post(halfWay, "/recovery-codes/redeem", { recoveryCode: alice.recoveryCodes[0] ?? "" }),
    post(alice.browser, "/totp/enrollments", { name: "evil" }),
    post(alice.browser, `/totp/enrollments/${id}/confirm`, { otp: authenticator.code() }),
    post(alice.browser, `/totp/enrollments/${id}/cancel`),
    post(alice.browser, "/recovery-codes"),
    post(alice.browser, `${own}/rename`, { name: "evil" }),
    post(alice.browser, `${own}/remove`),
    { ...post(alice.browser, own, { name: "evil" }), method: "PATCH" as const },
    { ...post(alice.browser, own), method: "DELETE" as const },
    { ...post(alice.browser, `/totp/enrollments/${id}`), method: "DELETE" as const },
  ];
  return { mutations, record: await bed.record("alice") };
}

/** Neither the account nor the session is any different. */
export async function mustBeUnchanged(
  bed: Testbed,
  record: SubjectRecord,
  { browser, path }: Mutation,
): Promise<void> {
  assert.deepEqual(await bed.record("alice"), record, path);
  if (!path.endsWith("/verify") && !path.endsWith("/redeem")) return;
  mustRefuse(await browser.request("GET", "/account"), 403, "second_factor_required");
}
