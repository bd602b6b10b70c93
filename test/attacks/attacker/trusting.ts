import type { Client, Enrolled, Testbed } from "../../testbed/index.js";
import { mustAccept } from "./outcomes.js";
import { enrolled, signedIn } from "./sign-in.js";

/** An app whose people may choose not to be asked. */
export const trusting = { engine: { browsers: { trustDays: 14 } } } as const;

const names = ["second-factor-browser", "__Host-second-factor-browser"] as const;

export const browserCookie = ({ cookies }: Client): string =>
  names.map((name) => cookies.get(name)).find((value) => value !== undefined) ?? "";

/** A browser that brings this value, in a new session of the user. */
export async function bringing(bed: Testbed, user: string, value: string): Promise<Client> {
  const client = await signedIn(bed, user);
  client.cookies.set(names[0], value);
  return client;
}

/** The next sign-in in the same browser, or in that of a thief who copied its cookie. */
export const nextSignIn = (bed: Testbed, user: string, before: Client): Promise<Client> =>
  bringing(bed, user, browserCookie(before));

/** Verifies, and asks not to be asked again. */
export const verifyAndTrust = (client: Client, otp: string) =>
  client.request("POST", "/2fa/verify", { json: { otp, trustBrowser: true } });

/** Enrolled, with a browser that is trusted; her current code is unused. */
export async function trusted(
  bed: Testbed,
  user: string,
): Promise<Enrolled & { readonly browser: Client }> {
  const owner = await enrolled(bed, user);
  const browser = await signedIn(bed, user);
  mustAccept(await verifyAndTrust(browser, owner.authenticator.code()));
  bed.clock.advance({ seconds: 30 });
  return { ...owner, browser };
}
