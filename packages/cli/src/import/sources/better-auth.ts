import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { CliError } from "../../cli-error.js";
import { pick } from "../fields.js";
import type { SecretOrProblem, Source } from "./source.js";

/** The part of better-auth/crypto that is used. */
interface BetterAuthCrypto {
  symmetricDecrypt(sealed: { key: BetterAuthKey; data: string }): Promise<string>;
}

/** As better-auth keeps it: one secret, or numbered ones with the one of before they were numbered. */
export type BetterAuthKey =
  | string
  | {
      readonly keys: ReadonlyMap<number, string>;
      readonly currentVersion: number;
      readonly legacySecret?: string;
    };

/** Before a secret that better-auth itself took over from elsewhere; its own never have a colon. */
const importedPrefix = "base32:";

/**
 * better-auth's table `twoFactor`: its secrets are 32 characters, sealed under BETTER_AUTH_SECRET and opened by
 * better-auth's own code.
 *
 * @param near a file of the app, to find better-auth from
 * @throws CliError `better_auth_missing`
 */
export async function betterAuthSource(key: BetterAuthKey, near: string): Promise<Source> {
  const { symmetricDecrypt } = await loadCrypto(near);
  return {
    notes: [
      "better-auth's backup codes cannot be carried over: they are kept in a form of its own. Let people make recovery codes here after their next sign-in.",
    ],
    async readSecret(value, fields) {
      if (isUnconfirmed(pick(fields, ["verified"]))) return { problem: "enrollment_unconfirmed" };
      if (value === undefined) return { problem: "secret_missing" };
      if (typeof value !== "string") return { problem: "secret_malformed" };
      try {
        return readOpened(await symmetricDecrypt({ key, data: value }));
      } catch {
        // Whatever it says: the row does not open, or is none.
        return { problem: "secret_not_opened" };
      }
    },
  };
}

function readOpened(text: string): SecretOrProblem {
  if (text.startsWith(importedPrefix)) return { secret: text.slice(importedPrefix.length) };
  return { secret: new TextEncoder().encode(text) };
}

/** Absent in tables of before there was such a column: then whoever is in it was confirmed. */
const isUnconfirmed = (verified: unknown): boolean =>
  verified !== undefined && /^(?:false|f|0)$/i.test(String(verified));

async function loadCrypto(near: string): Promise<BetterAuthCrypto> {
  for (const from of [near, import.meta.url]) {
    try {
      const path = createRequire(from).resolve("better-auth/crypto");
      return (await import(pathToFileURL(path).href)) as BetterAuthCrypto;
    } catch {
      // The next place may have it.
    }
  }
  throw new CliError(
    "better_auth_missing",
    "better-auth is not installed where your app is; its own code opens its secrets.",
    "Install the version that wrote the table, beside your app or this program.",
  );
}
