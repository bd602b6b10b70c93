import type { CryptoPort } from "../crypto/port.js";
import type { MaybePromise } from "../maybe-promise.js";
import { isAllowed } from "../step-up/allowed-kinds.js";
import type { Actor } from "./actor.js";

/** Crockford's base32: no I, L, O or U, so that a code survives handwriting. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const codeLength = 24;
const recoveryCodeCount = 10;

/** 120 bits from the CSPRNG: guessing is hopeless, so a plain hash is enough (OWASP ASVS 5.0, 6.5.2). */
function generateRecoveryCode(crypto: CryptoPort): string {
  let code = "";
  for (const byte of crypto.random(codeLength)) code += alphabet[byte & 31];
  return code;
}

export interface RecoveryCodeSet {
  /** In groups of four, for people. Shown once. */
  readonly codes: readonly string[];
  readonly digests: readonly string[];
}

export async function generateRecoveryCodes(
  crypto: CryptoPort,
  namespace: string,
  subjectId: string,
): Promise<RecoveryCodeSet> {
  const codes = Array.from({ length: recoveryCodeCount }, () => generateRecoveryCode(crypto));
  return {
    codes: codes.map((code) => code.replace(/.{4}(?=.)/g, "$&-")),
    digests: await Promise.all(
      codes.map((code) => recoveryCodeDigest(crypto, namespace, subjectId, code)),
    ),
  };
}

/** Bound to namespace, purpose and subject: the same characters are another code for another account. */
export function recoveryCodeDigest(
  crypto: CryptoPort,
  namespace: string,
  subjectId: string,
  code: string,
): MaybePromise<string> {
  return crypto.digest(
    JSON.stringify(["second-factor recovery-code 1", namespace, subjectId, code]),
  );
}

/** How many of its recovery codes the account has left; null where it may not use any. */
export function usableCodes({ kinds, record }: Pick<Actor, "kinds" | "record">): number | null {
  return isAllowed(kinds, "recovery_code") ? record.recoveryCodesRemaining : null;
}

export type ParsedRecoveryCode =
  | { readonly code: string }
  | { readonly problem: "field_missing" | "wrong_type" | "recovery_code_malformed" };

/** Forgives case, spaces, hyphens and the letters that Crockford's alphabet leaves out because they look like digits. */
export function parseRecoveryCode(value: unknown): ParsedRecoveryCode {
  if (value === undefined) return { problem: "field_missing" };
  if (typeof value !== "string") return { problem: "wrong_type" };
  if (value.length > 2 * codeLength) return { problem: "recovery_code_malformed" };
  const code = value.replace(/[ -]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{24}$/.test(code) ? { code } : { problem: "recovery_code_malformed" };
}
