import { encodeBase32 } from "./base32.js";
import { defaultTotpParameters, type TotpParameters } from "./totp-parameters.js";

export interface KeyUriContent {
  readonly issuer: string;
  /** What the app shows beside the code. */
  readonly accountName: string;
  readonly secret: Uint8Array;
  readonly parameters: TotpParameters;
}

/**
 * What the QR code says: `otpauth://totp/Issuer:account?secret=…&issuer=…`. Written here and not by otpauth, which
 * always names algorithm, digits and period: left out where they are the default, since some apps stumble over them
 * and all assume them. Percent-encoded throughout: readers misread raw UTF-8.
 */
export function formatKeyUri({ issuer, accountName, secret, parameters }: KeyUriContent): string {
  const issuerText = encodeName(issuer);
  const fields = [`secret=${encodeBase32(secret)}`, `issuer=${issuerText}`];
  for (const name of ["algorithm", "digits", "period"] as const) {
    const value = parameters[name];
    if (value !== defaultTotpParameters[name]) fields.push(`${name}=${value}`);
  }
  return `otpauth://totp/${issuerText}:${encodeName(accountName)}?${fields.join("&")}`;
}

/**
 * A colon would split the label elsewhere than between issuer and account, and FreeOTP refuses a second one: the
 * look-alike U+2236 stands for it. Half a surrogate pair, which encodeURIComponent throws at, becomes U+FFFD.
 */
function encodeName(name: string): string {
  return encodeURIComponent(
    name
      .trim()
      .replaceAll(":", "\u2236")
      .replaceAll(/\p{Surrogate}/gu, "\ufffd"),
  );
}
