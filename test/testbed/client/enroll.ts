import { type VirtualAuthenticator, virtualAuthenticator } from "@second-factor/testing";
import type { Client, ClientPorts, Reply } from "./client.js";

export interface Enrolled {
  readonly authenticator: VirtualAuthenticator;
  readonly authenticatorId: string;
  readonly keyUri: string;
  /** Base32 in groups of four. */
  readonly secret: string;
  /** Empty where the account had some already. */
  readonly recoveryCodes: readonly string[];
}

/** The confirming code is used up: the next verification needs a later one. */
export async function enroll(
  client: Client,
  { clock, basePath }: ClientPorts,
  user: string,
  name?: string,
): Promise<Enrolled> {
  const { user: signedIn } = (await client.request("GET", "/cart")).json();
  if (signedIn !== user) await client.login(user);
  const begun = await client.request("POST", `${basePath}/totp/enrollments`, {
    json: name === undefined ? {} : { name },
  });
  const { enrollmentId, keyUri, secret } = must(begun, 201).json<Record<string, string>>();
  const authenticator = virtualAuthenticator(keyUri ?? "", clock);
  const confirmed = await client.request(
    "POST",
    `${basePath}/totp/enrollments/${enrollmentId}/confirm`,
    { json: { otp: authenticator.code() } },
  );
  const { recoveryCodes = [] } = must(confirmed, 200).json<{ recoveryCodes?: string[] }>();
  return {
    authenticator,
    authenticatorId: enrollmentId ?? "",
    keyUri: keyUri ?? "",
    secret: secret ?? "",
    recoveryCodes,
  };
}

function must(reply: Reply, status: number): Reply {
  if (reply.status === status) return reply;
  throw new Error(`${status} expected, and not ${reply.status} ${reply.text.slice(0, 300)}`);
}
