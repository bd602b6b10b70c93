import type { OtpAlgorithm } from "../../src/otp/totp-parameters.js";

/** ASCII "1234567890" over and over, as long as the HMAC's output: the keys of RFC 4226 and RFC 6238. */
export const rfcSecret = (algorithm: OtpAlgorithm): Uint8Array =>
  new TextEncoder()
    .encode("1234567890".repeat(7))
    .slice(0, { SHA1: 20, SHA256: 32, SHA512: 64 }[algorithm]);

/** RFC 4226 appendix D: the codes of counters 0 to 9. */
export const hotpCodes = [
  "755224",
  "287082",
  "359152",
  "969429",
  "338314",
  "254676",
  "287922",
  "162583",
  "399871",
  "520489",
] as const;

/** RFC 6238 appendix B: seconds, algorithm, eight digits. */
export const totpCodes: readonly (readonly [number, OtpAlgorithm, string])[] = [
  [59, "SHA1", "94287082"],
  [59, "SHA256", "46119246"],
  [59, "SHA512", "90693936"],
  [1111111109, "SHA1", "07081804"],
  [1111111109, "SHA256", "68084774"],
  [1111111109, "SHA512", "25091201"],
  [1111111111, "SHA1", "14050471"],
  [1111111111, "SHA256", "67062674"],
  [1111111111, "SHA512", "99943326"],
  [1234567890, "SHA1", "89005924"],
  [1234567890, "SHA256", "91819424"],
  [1234567890, "SHA512", "93441116"],
  [2000000000, "SHA1", "69279037"],
  [2000000000, "SHA256", "90698825"],
  [2000000000, "SHA512", "38618901"],
  [20000000000, "SHA1", "65353130"],
  [20000000000, "SHA256", "77737706"],
  [20000000000, "SHA512", "47863826"],
];

/** RFC 4648 section 10. */
export const base32Texts: readonly (readonly [string, string])[] = [
  ["", ""],
  ["f", "MY======"],
  ["fo", "MZXQ===="],
  ["foo", "MZXW6==="],
  ["foob", "MZXW6YQ="],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI======"],
];

/** Seconds, and the six digits of the RFC's SHA-1 key then: with leading zeros. */
export const leadingZeroCodes: readonly (readonly [number, string])[] = [
  [1767225870, "095181"],
  [1767226110, "021764"],
  [1767226500, "071254"],
  [1767238530, "005345"],
  [1767241110, "000226"],
  [1767249360, "006736"],
  [1767252540, "008726"],
  [1767257130, "000869"],
  [1767864720, "000054"],
];

/** Seconds, six digits, and how many steps before the same key gave the same digits. */
export const collisions: readonly (readonly [number, string, number])[] = [
  [1771837230, "963181", 1],
  [1839954330, "768734", 2],
  [1862261070, "235522", 1],
];
