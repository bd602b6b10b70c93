import type { Client, Enrolled, Reply, Testbed } from "../../testbed/index.js";

/** A browser of its own that knows the password and nothing else. */
export async function signedIn(bed: Pick<Testbed, "client">, user: string): Promise<Client> {
  const client = bed.client();
  await client.login(user);
  return client;
}

/** Enrolled in a browser of her own; the clock stands at the next step, so that her current code is unused. */
export async function enrolled(
  bed: Testbed,
  user: string,
): Promise<Enrolled & { readonly browser: Client }> {
  const browser = bed.client();
  const owner = await browser.enroll(user);
  bed.clock.advance({ seconds: 30 });
  return { ...owner, browser };
}

export const redeem = (client: Client, recoveryCode: string): Promise<Reply> =>
  client.request("POST", "/2fa/recovery-codes/redeem", { json: { recoveryCode } });

/** Verifies as a client behind that address; the bed must take addresses from `X-Client`. */
export const verifyFrom = (client: Client, address: string, otp: string): Promise<Reply> =>
  client.request("POST", "/2fa/verify", { json: { otp }, headers: { "x-client": address } });

/** A bed whose trusted proxy tells the client's address. */
export const behindProxy = {
  client: (header: (name: string) => string | undefined) => ({
    address: header("x-client") ?? "192.0.2.1",
    secure: false,
  }),
} as const;
